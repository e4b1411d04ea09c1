SELECT id FROM item ORDER BY id;
--> 1
--> 2
--> 50
--> 51
