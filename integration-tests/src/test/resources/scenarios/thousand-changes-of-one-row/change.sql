DO $$
BEGIN
    FOR i IN 1..1000 LOOP
        UPDATE item SET price = i, name = 'change ' || i WHERE id = 1;
    END LOOP;
END $$;
DO $$
BEGIN
    FOR i IN 1..1000 LOOP
        UPDATE item SET price = i WHERE id = 2;
        COMMIT;
    END LOOP;
END $$;
