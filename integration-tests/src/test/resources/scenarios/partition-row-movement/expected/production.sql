SELECT * FROM sale ORDER BY id;
--> 1 | south | 11
--> 2 | south | 17
--> 4 | east | 14
