SELECT * FROM item ORDER BY id;
--> 1 | c | 2.00
--> 2 | b | NULL
