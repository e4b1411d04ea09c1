SELECT * FROM item ORDER BY id;
--> 1 | one | 1
--> 2 | changed in production | 2
