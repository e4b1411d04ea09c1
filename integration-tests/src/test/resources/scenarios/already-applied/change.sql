INSERT INTO item VALUES (1, 'a', 'x', 'same');
BEGIN;
INSERT INTO item VALUES (2, 'b', NULL, 'same'), (3, 'c', 'z', 'new');
COMMIT;
INSERT INTO item VALUES (4, 'd', 'w', 'new');
