INSERT INTO log VALUES ('2026-01-02', 'same'), ('2026-01-02', 'same'), (NULL, NULL);
INSERT INTO log VALUES ('2026-01-02', 'same');
BEGIN;
INSERT INTO log SELECT now(), 'line ' || g FROM generate_series(1, 500) g;
INSERT INTO log VALUES ('2026-01-02', 'same');
COMMIT;
TRUNCATE log;
INSERT INTO log VALUES (NULL, NULL), (NULL, NULL), (NULL, 'x');
