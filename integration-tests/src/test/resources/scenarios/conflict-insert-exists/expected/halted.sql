SELECT id, name FROM item ORDER BY id;
--> 1 | one
--> 2 | two
--> 3 | three
--> 7 | from production
