CREATE TABLE item (id int PRIMARY KEY, name varchar(20) UNIQUE, note text, price int DEFAULT 5);
INSERT INTO item VALUES (1, 'a', 'x', 1), (2, 'b', 'y', 2), (3, 'c', 'z', 3);
