-- The journal's rows have no key: such a source transaction is written in staging's order.
BEGIN;
UPDATE journal SET line = concat(line, '!');
DELETE FROM product WHERE id IN (1, 2);
UPDATE journal SET line = concat(line, '?');
COMMIT;
