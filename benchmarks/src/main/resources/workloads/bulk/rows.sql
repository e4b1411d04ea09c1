INSERT INTO category SELECT i, 'category ' || i FROM generate_series(1, 100) i;
