SELECT count(*) FROM log;
--> 3
