CREATE TABLE brand (id int PRIMARY KEY, name text);
CREATE TABLE product (id int PRIMARY KEY, brand_id int REFERENCES brand ON DELETE SET NULL, other_id int DEFAULT 9 REFERENCES brand ON DELETE SET DEFAULT);
INSERT INTO brand VALUES (1, 'a'), (2, 'b'), (9, 'default');
INSERT INTO product VALUES (10, 1, 2), (11, 2, 1), (12, 1, 1);
