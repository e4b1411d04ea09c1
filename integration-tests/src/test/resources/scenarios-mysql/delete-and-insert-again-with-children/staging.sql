CREATE TABLE brand (id int PRIMARY KEY, name text);
CREATE TABLE product (id int PRIMARY KEY, brand_id int, FOREIGN KEY (brand_id) REFERENCES brand (id) ON DELETE CASCADE);
INSERT INTO brand VALUES (1, 'a');
INSERT INTO product VALUES (10, 1), (11, 1);
