CREATE TABLE item (id int PRIMARY KEY, place int, CONSTRAINT item_place UNIQUE (place));
INSERT INTO item VALUES (1, 10), (2, 20), (3, 30);
