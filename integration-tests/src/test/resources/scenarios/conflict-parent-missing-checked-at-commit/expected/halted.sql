SELECT id FROM product;
--> 10
