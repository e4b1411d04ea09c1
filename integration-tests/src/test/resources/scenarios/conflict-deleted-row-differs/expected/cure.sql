UPDATE item SET price = 2 WHERE id = 2;
