SELECT * FROM item;
--> 1 | 5
