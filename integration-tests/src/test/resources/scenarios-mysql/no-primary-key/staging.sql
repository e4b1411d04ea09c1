CREATE TABLE log (a int, b varchar(20), c numeric(5, 1));
INSERT INTO log VALUES (1, 'x', 1.0), (1, 'x', 1.0), (1, 'x', 1.0), (2, NULL, NULL), (2, NULL, NULL);
