CREATE TABLE brand (id int PRIMARY KEY, name text);
CREATE TABLE product (id int PRIMARY KEY, brand_id int, other_id int, FOREIGN KEY (brand_id) REFERENCES brand (id) ON DELETE SET NULL,
    FOREIGN KEY (other_id) REFERENCES brand (id) ON DELETE SET NULL);
INSERT INTO brand VALUES (1, 'a'), (2, 'b'), (9, 'default');
INSERT INTO product VALUES (10, 1, 2), (11, 2, 1), (12, 1, 1);
