CREATE TABLE category (id int PRIMARY KEY, parent_id int, name text, FOREIGN KEY (parent_id) REFERENCES category (id));
