CREATE TABLE item (a int, b text, note text, PRIMARY KEY (a, b));
INSERT INTO item VALUES (1, 'x', 'first'), (2, 'y', 'second');
