INSERT INTO item VALUES (1, 'before', 1);
BEGIN;
INSERT INTO item VALUES (2, 'same transaction', 1);
INSERT INTO extra VALUES (1);
COMMIT;
INSERT INTO item VALUES (3, 'after', 1);
