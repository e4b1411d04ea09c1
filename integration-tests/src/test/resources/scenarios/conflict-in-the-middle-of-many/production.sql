CREATE TABLE item (id int PRIMARY KEY, sku text UNIQUE, ean text CONSTRAINT item_ean UNIQUE, name varchar(20));
INSERT INTO item VALUES (1000, 'sku 200', NULL, 'holder');
