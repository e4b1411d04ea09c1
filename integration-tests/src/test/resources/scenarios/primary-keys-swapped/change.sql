BEGIN;
UPDATE item SET a = -1 WHERE a = 1;
UPDATE item SET a = 1, b = 'x' WHERE a = 2;
UPDATE item SET a = 2, b = 'y' WHERE a = -1;
COMMIT;
