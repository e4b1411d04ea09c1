CREATE TABLE item (id int PRIMARY KEY, name text, price numeric(10,2));
INSERT INTO item VALUES (1, 'one', 1), (2, 'two', 2), (3, 'three', 3);
