SELECT id, a IS NULL, a = '', b IS NULL, d IS NULL FROM item WHERE id IN (1, 2) ORDER BY id;
--> 1 | t | NULL | f | f
--> 2 | f | t | t | f
