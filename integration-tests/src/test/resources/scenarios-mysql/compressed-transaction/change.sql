SET binlog_transaction_compression = ON;
BEGIN;
INSERT INTO item WITH RECURSIVE s (g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM s WHERE g < 900) SELECT g, repeat('text', g), g FROM s;
UPDATE item SET price = price + 1;
DELETE FROM item WHERE id % 7 = 0;
COMMIT;
INSERT INTO item VALUES (0, 'after', 0);
