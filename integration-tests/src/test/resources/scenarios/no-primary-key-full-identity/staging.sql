CREATE TABLE log (a int, b text, c numeric);
ALTER TABLE log REPLICA IDENTITY FULL;
INSERT INTO log VALUES (1, 'x', 1.0), (1, 'x', 1.0), (1, 'x', 1.0), (2, NULL, NULL), (2, NULL, NULL);
