UPDATE page SET title = 'body stays' WHERE id = 1;
BEGIN;
UPDATE page SET id = 20, title = 'key changed' WHERE id = 2;
UPDATE page SET body = repeat('x', 9000) WHERE id = 20;
DELETE FROM page WHERE id = 3;
COMMIT;
