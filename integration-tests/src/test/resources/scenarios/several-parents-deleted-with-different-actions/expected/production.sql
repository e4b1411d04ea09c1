SELECT (SELECT count(*) FROM product), (SELECT count(*) FROM picture WHERE product_id IS NULL), (SELECT count(*) FROM price);
--> 1 | 2 | 1
