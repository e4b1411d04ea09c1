CREATE TABLE brand (id int PRIMARY KEY, name text);
CREATE TABLE product (id int PRIMARY KEY, brand_id int NOT NULL, FOREIGN KEY (brand_id) REFERENCES brand (id) ON DELETE CASCADE);
CREATE TABLE picture (id int PRIMARY KEY, product_id int NOT NULL, FOREIGN KEY (product_id) REFERENCES product (id) ON DELETE CASCADE);
INSERT INTO brand VALUES (1, 'a'), (2, 'b');
INSERT INTO product VALUES (10, 1), (11, 1), (20, 2);
INSERT INTO picture VALUES (100, 10), (110, 11), (200, 20);
