CREATE TABLE finish (id int PRIMARY KEY, number int NOT NULL);
INSERT INTO finish VALUES (1, 0);
