SELECT * FROM product;
--> 11 | 1
