SELECT name FROM item WHERE id IN (5, 6, 20) ORDER BY id;
--> item 7 moved
--> item 6 moved
--> new at the end
