CREATE TABLE item (id int PRIMARY KEY, a text, b varchar(5), c char(3), d bytea, e text[]);
