CREATE TABLE brand (id int PRIMARY KEY, name text);
CREATE TABLE product (id int PRIMARY KEY, brand_id int NOT NULL, FOREIGN KEY (brand_id) REFERENCES brand (id));
INSERT INTO brand VALUES (1, 'old');
INSERT INTO product VALUES (1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1), (8, 1), (9, 1), (10, 1);
