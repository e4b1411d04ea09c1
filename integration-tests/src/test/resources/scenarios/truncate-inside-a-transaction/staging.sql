CREATE TABLE item (id int PRIMARY KEY, name text, price numeric(10,2));
CREATE TABLE other (id int PRIMARY KEY);
INSERT INTO item SELECT g, 'item', g FROM generate_series(1, 10) g;
