CREATE PROCEDURE bench.write(first int, last int) LANGUAGE plpgsql AS $$
BEGIN
    UPDATE item SET price = price + 1, changed = '2026-02-01 00:00:00Z';
    COMMIT;
END $$;
