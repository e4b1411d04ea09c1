BEGIN;
INSERT INTO product VALUES (1, 7);
INSERT INTO brand VALUES (7, 'late');
COMMIT;
BEGIN;
DELETE FROM brand WHERE id = 7;
UPDATE product SET brand_id = 8;
INSERT INTO brand VALUES (8, 'later');
COMMIT;
