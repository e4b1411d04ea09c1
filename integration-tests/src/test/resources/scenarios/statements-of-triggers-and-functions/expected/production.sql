SELECT count(*) FROM history;
--> 4
