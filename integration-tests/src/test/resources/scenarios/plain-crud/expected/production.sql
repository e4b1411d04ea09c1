SELECT * FROM item ORDER BY id;
--> 1 | one | 1.01
--> 2 | two | 2.01
--> 4 | NULL | 4.40
