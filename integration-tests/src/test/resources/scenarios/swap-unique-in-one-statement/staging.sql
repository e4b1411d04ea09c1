CREATE TABLE item (id int PRIMARY KEY, rank int, CONSTRAINT item_rank UNIQUE (rank) DEFERRABLE);
INSERT INTO item VALUES (1, 10), (2, 20), (3, 30);
