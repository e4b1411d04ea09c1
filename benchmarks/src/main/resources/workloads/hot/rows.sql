INSERT INTO stock SELECT i, 'code ' || i, 0, 'stock of an item that everybody wants', '2026-01-01 00:00:00Z' FROM generate_series(1, 1000) i;
