CREATE TABLE brand (id int PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE product (id int PRIMARY KEY, brand_id int NOT NULL REFERENCES brand, name text);
CREATE TABLE variant (product_id int REFERENCES product, no int, name text, PRIMARY KEY (product_id, no));
CREATE TABLE picture (id int PRIMARY KEY, product_id int, no int, FOREIGN KEY (product_id, no) REFERENCES variant);

INSERT INTO brand VALUES (1, 'a');
INSERT INTO product VALUES (10, 1, 'p');
INSERT INTO variant VALUES (10, 1, 'v');
INSERT INTO picture VALUES (100, 10, 1);
