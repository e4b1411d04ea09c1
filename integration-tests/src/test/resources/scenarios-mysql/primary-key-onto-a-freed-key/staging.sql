CREATE TABLE item (id int PRIMARY KEY, sku varchar(9) NOT NULL UNIQUE, note text);
INSERT INTO item VALUES (1, 'a', 'first'), (2, 'b', 'second'), (3, 'c', 'third');
