INSERT INTO item VALUES (3, 'c', 'z', 'three');
BEGIN;
UPDATE item SET name = 'changed' WHERE id = 1;
INSERT INTO item VALUES (7, 's', 's', 'from staging');
COMMIT;
INSERT INTO item VALUES (90, 'after', 'after', 'after');
