SELECT * FROM item ORDER BY id;
--> 1 | change 1000 | 1000.00
--> 2 | change 1000 | 1000.00
