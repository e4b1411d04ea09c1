SET cte_max_recursion_depth = 100000;
BEGIN;
INSERT INTO item WITH RECURSIVE s (g) AS (SELECT 1001 UNION ALL SELECT g + 1 FROM s WHERE g < 31000) SELECT g, concat('item ', g), g FROM s;
INSERT INTO part WITH RECURSIVE s (g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM s WHERE g < 20000) SELECT g, g FROM s;
UPDATE item SET price = price + 1 WHERE id % 3 = 0;
DELETE FROM part WHERE id % 5 = 0;
DELETE FROM item WHERE id % 5 = 0;
COMMIT;
INSERT INTO item VALUES (0, 'after', 0);
