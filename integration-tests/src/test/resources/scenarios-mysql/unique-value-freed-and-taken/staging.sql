CREATE TABLE item (id int PRIMARY KEY, sku varchar(9) UNIQUE, ean varchar(9), UNIQUE (ean));
INSERT INTO item VALUES (1, 'a', 'x'), (2, 'b', 'y'), (3, 'c', 'z');
