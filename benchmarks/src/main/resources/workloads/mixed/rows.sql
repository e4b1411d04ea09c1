INSERT INTO category SELECT i, 'category ' || i, 0 FROM generate_series(1, 100) i;
INSERT INTO product
    SELECT i, 1 + i % 100, 'sku ' || i, 'product number ' || i, i % 900 + 0.95, 'what product ' || i || ' is good for', '2026-01-01 00:00:00Z'
    FROM generate_series(1, 10000) i;
INSERT INTO customer
    SELECT i, 'customer' || i || '@example.com', 'customer number ' || i, 0, '2026-01-01 00:00:00Z' FROM generate_series(1, 10000) i;
INSERT INTO shelf SELECT 'place ' || i, i, i FROM generate_series(1, 2000) i;
INSERT INTO purchase
    SELECT i, 1 + i % 10000, 'receipt ' || i, i % 500 + 1, 'before the backlog', '2026-01-01 00:00:00Z' FROM generate_series(1, 10000) i;
INSERT INTO purchase_line
    SELECT i, line, 1 + (i * 3 + line) % 10000, 1 + line, line * 10 FROM generate_series(1, 10000) i, generate_series(1, 3) line;
