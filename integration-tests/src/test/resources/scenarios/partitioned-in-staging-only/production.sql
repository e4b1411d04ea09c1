CREATE TABLE sale (id int, region text, amount int, PRIMARY KEY (id, region));
INSERT INTO sale VALUES (1, 'north', 1), (2, 'south', 2), (3, 'west', 3);
