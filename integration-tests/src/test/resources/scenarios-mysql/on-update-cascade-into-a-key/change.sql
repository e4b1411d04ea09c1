UPDATE brand SET code = 'aa' WHERE code = 'a';
BEGIN;
UPDATE product SET no = 7, note = 'seven' WHERE brand_code = 'aa' AND no = 1;
UPDATE brand SET code = 'z', name = 'Z' WHERE code = 'aa';
DELETE FROM brand WHERE code = 'b';
UPDATE brand SET code = 'b' WHERE code = 'z';
COMMIT;
