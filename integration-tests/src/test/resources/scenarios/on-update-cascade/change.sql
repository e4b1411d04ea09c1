UPDATE brand SET code = 'aa' WHERE code = 'a';
BEGIN;
UPDATE brand SET code = 'c' WHERE code = 'b';
UPDATE brand SET code = 'b' WHERE code = 'aa';
UPDATE product SET note = 'changed' WHERE id = 2;
INSERT INTO product VALUES (4, 'b', 'four');
COMMIT;
