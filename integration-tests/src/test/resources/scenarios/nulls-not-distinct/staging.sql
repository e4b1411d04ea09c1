CREATE TABLE item (id int PRIMARY KEY, a int, b int, UNIQUE NULLS NOT DISTINCT (a, b));
INSERT INTO item VALUES (1, NULL, NULL), (2, 1, NULL), (3, 2, 2);
