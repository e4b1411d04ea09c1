SELECT * FROM product ORDER BY id;
--> 10 | NULL | NULL
--> 11 | 9 | NULL
--> 12 | NULL | NULL
