INSERT INTO item VALUES (1, 'before', 1);
--@await
--@production
ALTER TABLE item ADD COLUMN colour text DEFAULT 'none', ADD COLUMN size int;
BEGIN;
INSERT INTO item VALUES (2, 'old shape', 2);
ALTER TABLE item ADD COLUMN colour text DEFAULT 'none', ADD COLUMN size int;
UPDATE item SET colour = 'red', size = 3 WHERE id = 1;
COMMIT;
INSERT INTO item VALUES (3, 'new shape', 3, 'blue', NULL);
UPDATE item SET size = 7;
