SELECT id, sku, name FROM item ORDER BY id;
--> 1 | a | one
--> 2 | b | two
--> 50 | taken | holder
