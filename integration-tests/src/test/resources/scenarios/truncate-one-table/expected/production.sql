SELECT count(*) FROM item;
--> 1
