CREATE TABLE item (id int PRIMARY KEY, name text, price numeric(10,2));
