INSERT INTO item (name) VALUES ('a'), ('b'), ('c'), ('d');
INSERT INTO item VALUES (1000, 'chosen');
INSERT INTO item (name) VALUES ('e');
UPDATE item SET name = 'changed' WHERE id IN (3, 1000);
DELETE FROM item WHERE id = 4;
SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO';
INSERT INTO item VALUES (0, 'zero'), (-1, 'negative');
