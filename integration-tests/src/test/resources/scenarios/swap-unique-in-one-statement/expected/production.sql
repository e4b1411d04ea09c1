SELECT * FROM item ORDER BY id;
--> 1 | 30
--> 2 | 20
--> 3 | 10
