INSERT INTO wide (id, c1, c2, c3, c4, c5, c199, c6) WITH RECURSIVE s (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 50) SELECT i, concat('text ', i), i / 3.0, i % 2 = 0, now(6), i, now(6), NULL FROM s;
UPDATE wide SET c196 = 'late' WHERE id % 3 = 0;
UPDATE wide SET c1 = NULL, c195 = 7 WHERE id = 5;
DELETE FROM wide WHERE id = 50;
