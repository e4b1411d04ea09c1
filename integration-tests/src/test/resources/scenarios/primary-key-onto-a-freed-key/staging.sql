CREATE TABLE item (id int PRIMARY KEY, sku text NOT NULL UNIQUE, note text);
INSERT INTO item VALUES (1, 'a', 'first'), (2, 'b', 'second'), (3, 'c', 'third');
