CREATE TABLE brand (code text PRIMARY KEY, name text);
CREATE TABLE product (brand_code text REFERENCES brand ON UPDATE CASCADE ON DELETE CASCADE, no int, note text, PRIMARY KEY (brand_code, no));
CREATE TABLE price (brand_code text, no int, currency text, amount numeric, PRIMARY KEY (brand_code, no, currency),
    FOREIGN KEY (brand_code, no) REFERENCES product ON UPDATE CASCADE ON DELETE CASCADE);
INSERT INTO brand VALUES ('a', 'A'), ('b', 'B');
INSERT INTO product VALUES ('a', 1, 'one'), ('a', 2, 'two'), ('b', 1, 'three');
INSERT INTO price VALUES ('a', 1, 'EUR', 1), ('a', 1, 'USD', 2), ('a', 2, 'EUR', 3), ('b', 1, 'EUR', 4);
