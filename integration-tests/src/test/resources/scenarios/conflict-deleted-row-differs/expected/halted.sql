SELECT * FROM item ORDER BY id;
--> 1 | one | 1
--> 2 | two | 222
