CREATE TABLE brand (id int PRIMARY KEY, name varchar(20) NOT NULL UNIQUE);
CREATE TABLE product (id int PRIMARY KEY, brand_id int NOT NULL, name text, FOREIGN KEY (brand_id) REFERENCES brand (id));
CREATE TABLE variant (product_id int, no int, name text, PRIMARY KEY (product_id, no), FOREIGN KEY (product_id) REFERENCES product (id));
CREATE TABLE picture (id int PRIMARY KEY, product_id int, no int, FOREIGN KEY (product_id, no) REFERENCES variant (product_id, no));
