CREATE TABLE item (id int PRIMARY KEY, sku text UNIQUE, ean text CONSTRAINT item_ean UNIQUE, name varchar(20));
INSERT INTO item VALUES (1, 'a', 'x', 'one'), (2, 'b', 'y', 'two');
