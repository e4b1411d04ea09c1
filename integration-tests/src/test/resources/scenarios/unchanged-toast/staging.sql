CREATE TABLE page (id int PRIMARY KEY, title text, body text, notes text, raw bytea);
ALTER TABLE page ALTER body SET STORAGE EXTERNAL, ALTER notes SET STORAGE EXTERNAL, ALTER raw SET STORAGE EXTERNAL;
INSERT INTO page SELECT g, 'page ' || g, repeat('b' || g, 5000), repeat('n' || g, 5000), convert_to(repeat('r' || g, 5000), 'UTF8') FROM generate_series(1, 8) g;
