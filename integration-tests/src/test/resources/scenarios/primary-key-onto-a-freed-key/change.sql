BEGIN;
DELETE FROM item WHERE id = 1;
UPDATE item SET id = 1 WHERE id = 2;
COMMIT;
BEGIN;
UPDATE item SET id = 4, sku = 'd' WHERE id = 3;
UPDATE item SET id = 3, sku = 'c' WHERE id = 1;
INSERT INTO item VALUES (1, 'b', 'new');
COMMIT;
