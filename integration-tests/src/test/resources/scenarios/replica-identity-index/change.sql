UPDATE item SET note = 'changed' WHERE id = 1;
UPDATE item SET sku = 'bb' WHERE id = 2;
UPDATE item SET id = 30 WHERE id = 3;
UPDATE bare SET note = 'changed' WHERE code = 'a';
UPDATE bare SET code = 'bb' WHERE code = 'b';
DELETE FROM bare WHERE code = 'c';
DELETE FROM item WHERE id = 1;
INSERT INTO item VALUES (4, 'a', 'four');
