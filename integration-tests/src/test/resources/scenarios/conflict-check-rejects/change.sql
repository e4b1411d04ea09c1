INSERT INTO item VALUES (1, 5);
UPDATE item SET price = -1;
INSERT INTO item VALUES (3, 7);
