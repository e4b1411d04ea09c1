BEGIN;
DELETE FROM item WHERE id = 1;
DO $$
BEGIN
    FOR k IN 2..20 LOOP
        UPDATE item SET id = k - 1, name = name || ' moved' WHERE id = k;
    END LOOP;
END $$;
INSERT INTO item VALUES (20, 'new at the end');
COMMIT;
BEGIN;
UPDATE item SET id = 1000 WHERE id = 5;
UPDATE item SET id = 5 WHERE id = 6;
UPDATE item SET id = 6 WHERE id = 1000;
COMMIT;
