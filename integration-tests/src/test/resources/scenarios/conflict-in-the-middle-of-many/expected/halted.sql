SELECT count(*), max(id) FILTER (WHERE id < 1000) FROM item;
--> 200 | 199
