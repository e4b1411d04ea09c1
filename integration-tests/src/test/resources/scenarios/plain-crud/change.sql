INSERT INTO item VALUES (4, 'four', 4.40), (5, 'five', NULL);
UPDATE item SET price = price + 0.01 WHERE id <= 2;
DELETE FROM item WHERE id = 3;
BEGIN;
UPDATE item SET name = NULL WHERE id = 4;
DELETE FROM item WHERE id = 5;
COMMIT;
