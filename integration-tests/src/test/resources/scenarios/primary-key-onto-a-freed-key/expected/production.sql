SELECT * FROM item ORDER BY id;
--> 1 | b | new
--> 3 | c | second
--> 4 | d | third
