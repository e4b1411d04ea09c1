SELECT * FROM price ORDER BY 1, 2, 3;
--> b | 2 | EUR | 3
--> b | 7 | EUR | 1
--> b | 7 | USD | 20
