CREATE TABLE brand (id int PRIMARY KEY, name text);
CREATE TABLE product (id int PRIMARY KEY, brand_id int REFERENCES brand ON DELETE CASCADE);
INSERT INTO brand VALUES (1, 'a');
INSERT INTO product VALUES (10, 1), (11, 1);
