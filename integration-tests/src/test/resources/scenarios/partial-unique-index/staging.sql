CREATE TABLE item (id int PRIMARY KEY, slot int, active boolean NOT NULL);
CREATE UNIQUE INDEX item_active_slot ON item (slot) WHERE active;
INSERT INTO item VALUES (1, 1, true), (2, 1, false), (3, 2, true), (4, 2, false);
