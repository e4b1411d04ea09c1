CREATE TABLE log (at timestamptz, line text);
INSERT INTO log VALUES ('2026-01-01', 'before');
