INSERT INTO sale VALUES (4, 'north', 4);
UPDATE sale SET amount = amount + 10;
UPDATE sale SET region = 'south' WHERE id = 1;
BEGIN;
UPDATE sale SET region = 'north', amount = amount + 5 WHERE id = 2;
UPDATE sale SET region = 'south' WHERE id = 2;
UPDATE sale SET region = 'east' WHERE id = 4;
DELETE FROM sale WHERE id = 3;
COMMIT;
