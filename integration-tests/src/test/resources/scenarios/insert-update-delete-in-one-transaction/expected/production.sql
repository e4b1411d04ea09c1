SELECT count(*) FROM item;
--> 0
