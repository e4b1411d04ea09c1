CREATE TABLE sale (id int, region text, amount int, PRIMARY KEY (id, region)) PARTITION BY LIST (region);
CREATE TABLE sale_north PARTITION OF sale FOR VALUES IN ('north');
CREATE TABLE sale_south PARTITION OF sale FOR VALUES IN ('south');
CREATE TABLE sale_other PARTITION OF sale DEFAULT;
INSERT INTO sale VALUES (1, 'north', 1), (2, 'south', 2), (3, 'west', 3);
