CREATE TABLE wide (id int PRIMARY KEY);
DO $$
BEGIN
    FOR i IN 1..199 LOOP
        EXECUTE format('ALTER TABLE wide ADD COLUMN c%s %s', i, (ARRAY['int', 'text', 'numeric', 'boolean', 'timestamptz'])[i % 5 + 1]);
    END LOOP;
END $$;
