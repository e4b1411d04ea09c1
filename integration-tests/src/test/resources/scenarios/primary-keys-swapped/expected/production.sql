SELECT * FROM item ORDER BY a;
--> 1 | x | second
--> 2 | y | first
