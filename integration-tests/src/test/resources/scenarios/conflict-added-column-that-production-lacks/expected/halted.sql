SELECT id FROM item;
--> 1
