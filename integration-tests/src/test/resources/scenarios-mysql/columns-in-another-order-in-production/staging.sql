CREATE TABLE item (id int PRIMARY KEY, a text, b int, c numeric(5, 1));
