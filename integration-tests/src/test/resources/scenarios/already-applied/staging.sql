CREATE TABLE item (id int PRIMARY KEY, sku text UNIQUE, ean text CONSTRAINT item_ean UNIQUE, name varchar(20));
