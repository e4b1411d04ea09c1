CREATE TABLE item (id int PRIMARY KEY, name text, price int);
INSERT INTO item VALUES (1, 'one', 1), (2, 'two', 2);
