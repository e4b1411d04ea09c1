CREATE TABLE item (id int PRIMARY KEY, name varchar(20) UNIQUE);
INSERT INTO item WITH RECURSIVE s (g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM s WHERE g < 200) SELECT g, concat('item ', g) FROM s;
