SELECT * FROM product ORDER BY id;
--> 1 | b | one
--> 2 | b | changed
--> 3 | c | three
--> 4 | b | four
