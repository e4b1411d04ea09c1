CREATE TABLE item (id int PRIMARY KEY, name text, price numeric(10,2));
INSERT INTO item VALUES (1, 'one', 0), (2, 'two', 0);
