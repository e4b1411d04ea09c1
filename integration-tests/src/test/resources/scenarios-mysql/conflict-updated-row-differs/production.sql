CREATE TABLE item (id int PRIMARY KEY, name text, price int);
INSERT INTO item VALUES (1, 'one', 1), (2, 'changed in production', 2);
