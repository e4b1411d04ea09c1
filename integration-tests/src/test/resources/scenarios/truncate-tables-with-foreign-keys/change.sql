TRUNCATE picture, variant;
BEGIN;
INSERT INTO variant VALUES (10, 2, 'new');
INSERT INTO picture VALUES (101, 10, 2);
COMMIT;
TRUNCATE product CASCADE;
INSERT INTO product VALUES (11, 1, 'after');
TRUNCATE brand, product, variant, picture RESTART IDENTITY;
INSERT INTO brand VALUES (2, 'b');
