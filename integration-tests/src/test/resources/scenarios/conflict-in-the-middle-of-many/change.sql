DO $$
BEGIN
    FOR k IN 1..300 LOOP
        INSERT INTO item VALUES (k, 'sku ' || k, 'ean ' || k, 'item');
        COMMIT;
    END LOOP;
END $$;
