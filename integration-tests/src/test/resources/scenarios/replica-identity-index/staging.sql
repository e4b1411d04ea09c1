CREATE TABLE item (id int PRIMARY KEY, sku text NOT NULL, note text);
CREATE UNIQUE INDEX item_sku ON item (sku);
ALTER TABLE item REPLICA IDENTITY USING INDEX item_sku;
CREATE TABLE bare (code text NOT NULL UNIQUE, note text);
ALTER TABLE bare REPLICA IDENTITY USING INDEX bare_code_key;
INSERT INTO item VALUES (1, 'a', 'one'), (2, 'b', 'two'), (3, 'c', 'three');
INSERT INTO bare VALUES ('a', 'one'), ('b', 'two'), ('c', 'three');
