CREATE TABLE item (id int PRIMARY KEY, rank int, CONSTRAINT item_rank UNIQUE (rank) DEFERRABLE INITIALLY DEFERRED);
INSERT INTO item SELECT g, g FROM generate_series(1, 20) g;
