CREATE TABLE item (id int PRIMARY KEY, name text, shop int);
CREATE UNIQUE INDEX item_lower_name ON item (lower(name), shop);
INSERT INTO item VALUES (1, 'Alpha', 1), (2, 'Beta', 1);
