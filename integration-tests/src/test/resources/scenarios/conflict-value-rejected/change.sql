INSERT INTO item VALUES (1, 'short');
INSERT INTO item VALUES (2, 'much longer than production takes');
INSERT INTO item VALUES (3, 'after');
