DO $$
BEGIN
    FOR i IN 1..50 LOOP
        INSERT INTO wide (id, c1, c2, c3, c4, c5, c199, c6) VALUES (i, 'text ' || i, i / 3.0, i % 2 = 0, now(), i, now(), NULL);
    END LOOP;
    UPDATE wide SET c196 = 'late' WHERE id % 3 = 0;
    UPDATE wide SET c1 = NULL, c195 = 7 WHERE id = 5;
    DELETE FROM wide WHERE id = 50;
END $$;
