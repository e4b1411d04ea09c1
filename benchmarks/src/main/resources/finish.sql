CREATE TABLE finish (id int PRIMARY KEY, reached boolean NOT NULL);
INSERT INTO finish VALUES (1, false);
