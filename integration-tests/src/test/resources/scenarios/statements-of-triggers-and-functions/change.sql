CREATE FUNCTION remember() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed := NEW.changed + 1;
    INSERT INTO history (item_id, stock) VALUES (NEW.id, NEW.stock);
    RETURN NEW;
END $$;
CREATE TRIGGER remember BEFORE INSERT OR UPDATE ON item FOR EACH ROW EXECUTE FUNCTION remember();
INSERT INTO item VALUES (1, 5), (2, 6);
UPDATE item SET stock = stock - 1;
