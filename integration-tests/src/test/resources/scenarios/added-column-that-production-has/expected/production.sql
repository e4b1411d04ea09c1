SELECT id, colour, size FROM item ORDER BY id;
--> 1 | red | 7
--> 2 | none | 7
--> 3 | blue | 7
