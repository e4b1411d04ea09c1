CREATE PROCEDURE many(which int) BEGIN DECLARE k int DEFAULT 1; WHILE k <= 1000 DO UPDATE item SET price = k, name = concat('change ', k) WHERE id = which; SET k = k + 1; END WHILE; END;
BEGIN;
CALL many(1);
COMMIT;
CALL many(2);
