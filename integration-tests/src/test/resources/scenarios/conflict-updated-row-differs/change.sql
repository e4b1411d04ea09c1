BEGIN;
UPDATE item SET price = 10 WHERE id = 1;
UPDATE item SET price = 20 WHERE id = 2;
COMMIT;
INSERT INTO item VALUES (3, 'after', 3);
