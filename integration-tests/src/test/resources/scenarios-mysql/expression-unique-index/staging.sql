CREATE TABLE item (id int PRIMARY KEY, name varchar(20) COLLATE utf8mb4_bin, shop int);
CREATE UNIQUE INDEX item_lower_name ON item ((lower(name)), shop);
INSERT INTO item VALUES (1, 'Alpha', 1), (2, 'Beta', 1);
