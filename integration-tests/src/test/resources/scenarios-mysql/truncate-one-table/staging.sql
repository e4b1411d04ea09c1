CREATE TABLE item (id int PRIMARY KEY, name text, price numeric(10,2));
INSERT INTO item WITH RECURSIVE s (g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM s WHERE g < 100) SELECT g, 'item', g FROM s;
