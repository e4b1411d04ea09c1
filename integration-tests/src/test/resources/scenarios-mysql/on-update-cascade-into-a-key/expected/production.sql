SELECT * FROM product ORDER BY brand_code, no;
--> b | 2 | two
--> b | 7 | seven
