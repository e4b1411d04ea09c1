INSERT INTO item VALUES (3, 'c', 'z', 'three');
BEGIN;
DELETE FROM item WHERE id = 1;
DELETE FROM item WHERE id = 2;
COMMIT;
INSERT INTO item VALUES (90, 'after', 'after', 'after');
