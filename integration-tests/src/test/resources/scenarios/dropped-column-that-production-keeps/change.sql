UPDATE item SET price = 2 WHERE id = 1;
ALTER TABLE item DROP COLUMN price;
INSERT INTO item VALUES (2, 'b');
UPDATE item SET name = 'c' WHERE id = 1;
