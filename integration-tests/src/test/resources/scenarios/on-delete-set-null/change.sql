DELETE FROM brand WHERE id = 1;
BEGIN;
DELETE FROM brand WHERE id = 2;
UPDATE product SET brand_id = 9 WHERE id = 11;
COMMIT;
