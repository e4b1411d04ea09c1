BEGIN;
UPDATE item SET name = 'tmp' WHERE id = 1;
UPDATE item SET name = 'ALPHA' WHERE id = 2;
UPDATE item SET name = 'beta' WHERE id = 1;
COMMIT;
BEGIN;
DELETE FROM item WHERE id = 2;
INSERT INTO item VALUES (3, 'aLPHA', 1);
COMMIT;
