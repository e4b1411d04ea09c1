DO $$
BEGIN
    FOR k IN REVERSE 200..1 LOOP
        UPDATE item SET id = k + 1 WHERE id = k;
    END LOOP;
END $$;
BEGIN;
UPDATE item SET id = -id;
UPDATE item SET id = 1 - id;
COMMIT;
