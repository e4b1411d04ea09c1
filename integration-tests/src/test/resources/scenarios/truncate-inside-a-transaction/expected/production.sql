SELECT * FROM item ORDER BY id;
--> 1 | first after | 9.00
--> 2 | second after | 2.00
SELECT count(*) FROM other;
--> 0
