BEGIN;
INSERT INTO item SELECT g, 'item ' || g, g FROM generate_series(1001, 31000) g;
INSERT INTO part SELECT g, g FROM generate_series(1, 20000) g;
UPDATE item SET price = price + 1 WHERE id % 3 = 0;
DELETE FROM part WHERE id % 5 = 0;
DELETE FROM item WHERE id % 5 = 0;
COMMIT;
INSERT INTO item VALUES (0, 'after', 0);
