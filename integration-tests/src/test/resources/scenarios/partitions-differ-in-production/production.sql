CREATE TABLE sale (id int, region text, amount int, PRIMARY KEY (id, region)) PARTITION BY HASH (id);
CREATE TABLE sale_0 PARTITION OF sale FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE sale_1 PARTITION OF sale FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO sale VALUES (1, 'north', 1), (2, 'south', 2), (3, 'west', 3);
