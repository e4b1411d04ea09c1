BEGIN;
DELETE FROM item WHERE id = 1;
INSERT INTO item VALUES (3, 'c', 'taken', 'three');
COMMIT;
INSERT INTO item VALUES (90, 'after', 'after', 'after');
