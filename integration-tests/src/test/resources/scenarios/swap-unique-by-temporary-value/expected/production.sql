SELECT * FROM item ORDER BY id;
--> 1 | 10
--> 2 | 30
--> 3 | 20
