SELECT id, name FROM item ORDER BY id;
--> 1 | one
--> 2 | two
--> 50 | holder
