SELECT (SELECT count(*) FROM brand), (SELECT count(*) FROM product), (SELECT count(*) FROM picture);
--> 1 | 1 | 0
