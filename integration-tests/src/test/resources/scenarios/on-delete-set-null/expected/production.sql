SELECT * FROM product ORDER BY id;
--> 10 | NULL | 9
--> 11 | 9 | 9
--> 12 | NULL | 9
