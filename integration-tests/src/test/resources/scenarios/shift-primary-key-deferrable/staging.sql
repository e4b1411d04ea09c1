CREATE TABLE item (id int PRIMARY KEY DEFERRABLE, name text);
ALTER TABLE item REPLICA IDENTITY FULL;
INSERT INTO item SELECT g, 'item ' || g FROM generate_series(1, 200) g;
