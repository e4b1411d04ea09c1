CREATE TABLE item (id int PRIMARY KEY, name text, price numeric(10,2));
CREATE TABLE part (id int PRIMARY KEY, item_id int REFERENCES item);
INSERT INTO item SELECT g, 'item', g FROM generate_series(1, 1000) g;
