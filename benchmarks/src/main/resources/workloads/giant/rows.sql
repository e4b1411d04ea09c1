INSERT INTO category SELECT i, 'category ' || i FROM generate_series(1, 100) i;
INSERT INTO item
    SELECT i, 'code ' || i, 1 + i % 100, 'item number ' || i, i % 900 + 0.95, 'an item of the giant transaction', '2026-01-01 00:00:00Z'
    FROM generate_series(1, ${changes}) i;
