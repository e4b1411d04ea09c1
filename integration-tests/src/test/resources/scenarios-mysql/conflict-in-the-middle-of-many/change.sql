CREATE PROCEDURE many() BEGIN DECLARE k int DEFAULT 1; WHILE k <= 300 DO INSERT INTO item VALUES (k, concat('sku ', k), concat('ean ', k), 'item'); SET k = k + 1; END WHILE; END;
CALL many();
