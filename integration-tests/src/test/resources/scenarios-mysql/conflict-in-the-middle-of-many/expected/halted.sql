SELECT count(*), max(CASE WHEN id < 1000 THEN id END) FROM item;
--> 200 | 199
