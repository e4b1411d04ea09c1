CREATE PROCEDURE bench.write(first int, last int) LANGUAGE plpgsql AS $$
BEGIN
    FOR n IN first..last LOOP
        INSERT INTO item
            SELECT i, 'code ' || i, 1 + i % 100, 'item number ' || i, i % 900 + 0.95, 'an item that came with many others, in transaction ' || n,
                '2026-02-01 00:00:00Z'::timestamptz + n * interval '1 second'
            FROM generate_series((n - 1) * 1000 + 1, n * 1000) i;
        COMMIT;
    END LOOP;
END $$;
