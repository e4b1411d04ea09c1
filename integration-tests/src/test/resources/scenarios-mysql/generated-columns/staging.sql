CREATE TABLE item (id int PRIMARY KEY, price numeric(9, 2), amount int,
    total numeric(12, 2) GENERATED ALWAYS AS (price * amount) STORED UNIQUE, shown varchar(20) GENERATED ALWAYS AS (concat('no ', id)) VIRTUAL);
INSERT INTO item (id, price, amount) VALUES (1, 1.5, 2);
