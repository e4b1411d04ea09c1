CREATE TABLE sale (id int, region varchar(9), amount int, PRIMARY KEY (id, region)) PARTITION BY KEY (id) PARTITIONS 2;
INSERT INTO sale VALUES (1, 'north', 1), (2, 'south', 2), (3, 'west', 3);
