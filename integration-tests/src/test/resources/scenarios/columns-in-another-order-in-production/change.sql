INSERT INTO item VALUES (1, 'a', 1, 1.1), (2, 'b', 2, 2.2);
UPDATE item SET b = 20 WHERE id = 2;
DELETE FROM item WHERE id = 1;
