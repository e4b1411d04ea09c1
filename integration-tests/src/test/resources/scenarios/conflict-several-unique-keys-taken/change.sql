INSERT INTO item VALUES (3, 'taken', 'taken too', 'three');
INSERT INTO item VALUES (90, 'after', 'after', 'after');
