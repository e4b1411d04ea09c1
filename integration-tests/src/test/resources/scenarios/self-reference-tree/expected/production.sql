SELECT * FROM category;
--> 7 | 7 | its own parent
