CREATE TABLE item (id int PRIMARY KEY, name text UNIQUE);
INSERT INTO item SELECT g, 'item ' || g FROM generate_series(1, 200) g;
