INSERT INTO item (name) SELECT 'item ' || g FROM generate_series(1, 20) g;
INSERT INTO item (id, name) OVERRIDING SYSTEM VALUE VALUES (1000, 'chosen');
UPDATE item SET name = 'changed', no = no + 100 WHERE id IN (3, 1000);
DELETE FROM item WHERE id = 4;
INSERT INTO log (name) VALUES ('a'), ('b');
