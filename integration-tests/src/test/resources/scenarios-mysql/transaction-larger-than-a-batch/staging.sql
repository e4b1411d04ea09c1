CREATE TABLE item (id int PRIMARY KEY, name text, price numeric(10,2));
CREATE TABLE part (id int PRIMARY KEY, item_id int, FOREIGN KEY (item_id) REFERENCES item (id));
SET cte_max_recursion_depth = 100000;
INSERT INTO item WITH RECURSIVE s (g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM s WHERE g < 1000) SELECT g, 'item', g FROM s;
