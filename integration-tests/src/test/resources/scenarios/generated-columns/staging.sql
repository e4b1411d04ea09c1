CREATE TABLE item (id int PRIMARY KEY, price numeric, amount int,
    total numeric GENERATED ALWAYS AS (price * amount) STORED, shown text GENERATED ALWAYS AS ('no ' || id::text) VIRTUAL,
    UNIQUE (total));
INSERT INTO item VALUES (1, 1.5, 2);
