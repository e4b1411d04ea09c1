SELECT total, shown FROM item ORDER BY id;
--> 4.50 | no 1
--> 10.00 | no 30
