CREATE TABLE brand (id int PRIMARY KEY);
CREATE TABLE product (id int PRIMARY KEY, brand_id int, CONSTRAINT product_brand FOREIGN KEY (brand_id) REFERENCES brand (id));
INSERT INTO brand VALUES (1);
