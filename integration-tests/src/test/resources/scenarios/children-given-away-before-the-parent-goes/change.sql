BEGIN;
INSERT INTO brand VALUES (2, 'new');
UPDATE product SET brand_id = 2;
DELETE FROM brand WHERE id = 1;
COMMIT;
BEGIN;
UPDATE product SET id = id + 100 WHERE id > 5;
DELETE FROM product WHERE id <= 5;
COMMIT;
