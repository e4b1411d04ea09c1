INSERT INTO item VALUES (1, 'before', 1);
ALTER TABLE item ADD COLUMN colour text;
INSERT INTO item VALUES (2, 'after', 2, 'red');
INSERT INTO item VALUES (3, 'later', 3, 'blue');
