CREATE TABLE sale (id int, region varchar(9), amount int, PRIMARY KEY (id, region)) PARTITION BY LIST COLUMNS (region)
    (PARTITION north VALUES IN ('north'), PARTITION south VALUES IN ('south'), PARTITION other VALUES IN ('east', 'west'));
INSERT INTO sale VALUES (1, 'north', 1), (2, 'south', 2), (3, 'west', 3);
