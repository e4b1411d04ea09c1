CREATE TABLE brand (code varchar(9) PRIMARY KEY, name text);
CREATE TABLE product (brand_code varchar(9), no int, note text, PRIMARY KEY (brand_code, no),
    FOREIGN KEY (brand_code) REFERENCES brand (code) ON UPDATE CASCADE ON DELETE CASCADE);
INSERT INTO brand VALUES ('a', 'A'), ('b', 'B');
INSERT INTO product VALUES ('a', 1, 'one'), ('a', 2, 'two'), ('b', 1, 'three');
