SELECT id, name FROM item ORDER BY id;
--> 1 | kept
--> 2 | kept too
--> 3 | released
