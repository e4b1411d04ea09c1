INSERT INTO item VALUES (1, 'before', 1);
--@await
--@production
ALTER TABLE item ADD COLUMN colour varchar(20) DEFAULT 'none', ADD COLUMN size int;
INSERT INTO item VALUES (2, 'old shape', 2);
ALTER TABLE item ADD COLUMN colour varchar(20) DEFAULT 'none', ADD COLUMN size int;
UPDATE item SET colour = 'red', size = 3 WHERE id = 1;
INSERT INTO item VALUES (3, 'new shape', 3, 'blue', NULL);
UPDATE item SET size = 7;
