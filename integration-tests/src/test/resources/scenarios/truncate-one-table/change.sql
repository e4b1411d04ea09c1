TRUNCATE item;
INSERT INTO item VALUES (1, 'after', 1);
