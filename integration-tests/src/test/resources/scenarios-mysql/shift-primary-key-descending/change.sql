UPDATE item SET id = id + 1 ORDER BY id DESC;
BEGIN;
UPDATE item SET id = -id;
UPDATE item SET id = 1 - id;
COMMIT;
