CREATE TABLE item (id int PRIMARY KEY, name text, price numeric(10,2));
INSERT INTO item SELECT g, 'item', g FROM generate_series(1, 100) g;
