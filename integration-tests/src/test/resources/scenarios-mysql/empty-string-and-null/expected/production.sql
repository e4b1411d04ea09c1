SELECT id, a IS NULL, a = '', b IS NULL, d IS NULL FROM item WHERE id IN (1, 2) ORDER BY id;
--> 1 | 1 | NULL | 0 | 0
--> 2 | 0 | 1 | 1 | 0
