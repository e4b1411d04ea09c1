DELETE FROM item WHERE id = 2;
INSERT INTO item VALUES (3, 'after', 3);
