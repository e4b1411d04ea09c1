CREATE TRIGGER first BEFORE INSERT ON item FOR EACH ROW BEGIN SET NEW.changed = NEW.changed + 1; INSERT INTO history (item_id, stock) VALUES (NEW.id, NEW.stock); END;
CREATE TRIGGER again BEFORE UPDATE ON item FOR EACH ROW BEGIN SET NEW.changed = NEW.changed + 1; INSERT INTO history (item_id, stock) VALUES (NEW.id, NEW.stock); END;
INSERT INTO item (id, stock) VALUES (1, 5), (2, 6);
UPDATE item SET stock = stock - 1;
