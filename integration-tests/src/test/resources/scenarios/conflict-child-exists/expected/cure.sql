DELETE FROM product WHERE id = 99;
