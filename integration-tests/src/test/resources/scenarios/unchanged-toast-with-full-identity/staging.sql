CREATE TABLE page (id int PRIMARY KEY, title text, body text);
ALTER TABLE page ALTER body SET STORAGE EXTERNAL;
ALTER TABLE page REPLICA IDENTITY FULL;
INSERT INTO page SELECT g, 'page ' || g, repeat('b' || g, 5000) FROM generate_series(1, 4) g;
