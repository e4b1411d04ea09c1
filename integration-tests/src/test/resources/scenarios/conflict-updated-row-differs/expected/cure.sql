UPDATE item SET name = 'two' WHERE id = 2;
