BEGIN;
UPDATE item SET sku = 'd' WHERE id = 1;
INSERT INTO item VALUES (4, 'a', NULL);
DELETE FROM item WHERE id = 2;
UPDATE item SET sku = 'b', ean = 'y' WHERE id = 3;
INSERT INTO item VALUES (2, 'c', 'z');
COMMIT;
DELETE FROM item WHERE id = 4;
INSERT INTO item VALUES (5, 'a', NULL);
