SELECT count(*), min(id), max(id) FROM item;
--> 200 | 1 | 200
