SELECT total, shown FROM item ORDER BY id;
--> 4.5 | no 1
--> 10 | no 30
