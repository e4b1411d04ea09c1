CREATE TABLE brand (code text PRIMARY KEY, name text);
CREATE TABLE product (id int PRIMARY KEY, brand_code text REFERENCES brand ON UPDATE CASCADE, note text);
INSERT INTO brand VALUES ('a', 'A'), ('b', 'B');
INSERT INTO product VALUES (1, 'a', 'one'), (2, 'a', 'two'), (3, 'b', 'three');
