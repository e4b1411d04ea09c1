CREATE TABLE item (a int, b varchar(9), note text, PRIMARY KEY (a, b));
INSERT INTO item VALUES (1, 'x', 'first'), (2, 'y', 'second');
