-- Each source transaction updates 10 of the 1,000 rows.
CREATE PROCEDURE bench.write(first int, last int) LANGUAGE plpgsql AS $$
BEGIN
    FOR n IN first..last LOOP
        UPDATE stock SET quantity = quantity + 1, changed = '2026-02-01 00:00:00Z'::timestamptz + n * interval '1 second'
            WHERE id IN (SELECT 1 + (n * 7 + i * 101) % 1000 FROM generate_series(0, 9) i);
        COMMIT;
    END LOOP;
END $$;
