CREATE TABLE category (id int PRIMARY KEY, parent_id int REFERENCES category, name text);
