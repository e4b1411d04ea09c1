SELECT id FROM brand ORDER BY id;
--> 1
--> 2
