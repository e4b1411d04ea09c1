INSERT INTO item VALUES (2, 'b', 'y', 'two');
