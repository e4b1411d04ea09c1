UPDATE item SET id = 50 WHERE id = 2;
INSERT INTO item VALUES (90, 'after', 'after', 'after');
