UPDATE sale SET id = 110 WHERE id = 1;
BEGIN;
UPDATE sale SET amount = 20 WHERE id = 2;
DELETE FROM line WHERE sale_id = 2;
UPDATE sale SET id = 120 WHERE id = 2;
INSERT INTO sale VALUES (2, 22);
INSERT INTO line VALUES (21, 2), (22, 120);
COMMIT;
