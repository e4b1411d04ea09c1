SELECT count(*), min(id), max(id) FROM item;
--> 200 | 3 | 202
