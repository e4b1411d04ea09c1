CREATE TABLE brand (id int PRIMARY KEY, name text);
CREATE TABLE product (id int PRIMARY KEY, brand_id int NOT NULL REFERENCES brand);
INSERT INTO brand VALUES (1, 'old');
INSERT INTO product SELECT g, 1 FROM generate_series(1, 10) g;
