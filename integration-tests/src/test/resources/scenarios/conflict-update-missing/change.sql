BEGIN;
UPDATE item SET name = 'changed' WHERE id = 1;
UPDATE item SET name = 'changed' WHERE id = 2;
COMMIT;
INSERT INTO item VALUES (90, 'after', 'after', 'after');
