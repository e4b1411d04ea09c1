SELECT id, name FROM item ORDER BY id;
--> 1 | one
--> 3 | three
