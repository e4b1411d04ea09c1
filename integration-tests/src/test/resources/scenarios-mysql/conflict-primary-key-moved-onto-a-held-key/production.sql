CREATE TABLE item (id int PRIMARY KEY, sku varchar(40), ean varchar(40), name varchar(20), CONSTRAINT item_sku_key UNIQUE (sku), CONSTRAINT item_ean UNIQUE (ean));
INSERT INTO item VALUES (1, 'a', 'x', 'one'), (2, 'b', 'y', 'two');
INSERT INTO item VALUES (50, 'p', 'p', 'holder');
