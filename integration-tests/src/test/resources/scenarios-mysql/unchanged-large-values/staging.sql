CREATE TABLE page (id int PRIMARY KEY, title text, body longtext, doc json, raw longblob);
INSERT INTO page WITH RECURSIVE s (g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM s WHERE g < 8) SELECT g, concat('page ', g), repeat(concat('b', g), 5000), json_object('n', repeat('n', 5000), 'a', json_array(g, NULL, 1.5)), repeat(concat('r', g), 5000) FROM s;
