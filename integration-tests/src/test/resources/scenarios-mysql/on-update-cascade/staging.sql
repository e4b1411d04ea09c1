CREATE TABLE brand (code varchar(9) PRIMARY KEY, name text);
CREATE TABLE product (id int PRIMARY KEY, brand_code varchar(9), note text, FOREIGN KEY (brand_code) REFERENCES brand (code) ON UPDATE CASCADE);
INSERT INTO brand VALUES ('a', 'A'), ('b', 'B');
INSERT INTO product VALUES (1, 'a', 'one'), (2, 'a', 'two'), (3, 'b', 'three');
