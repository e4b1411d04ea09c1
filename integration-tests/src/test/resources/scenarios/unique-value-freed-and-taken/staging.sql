CREATE TABLE item (id int PRIMARY KEY, sku text UNIQUE, ean text, UNIQUE (ean));
INSERT INTO item VALUES (1, 'a', 'x'), (2, 'b', 'y'), (3, 'c', 'z');
