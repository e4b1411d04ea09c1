INSERT INTO item (id, price, amount) VALUES (2, 2.5, 4), (3, NULL, 1);
UPDATE item SET amount = 3 WHERE id = 1;
BEGIN;
UPDATE item SET amount = 0 WHERE id = 2;
UPDATE item SET price = 10, amount = 1 WHERE id = 3;
UPDATE item SET id = 30 WHERE id = 3;
COMMIT;
DELETE FROM item WHERE id = 2;
