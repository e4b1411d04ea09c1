CREATE SCHEMA one;
CREATE SCHEMA two;
CREATE TABLE one.item (id int PRIMARY KEY, name text);
CREATE TABLE two.item (id int PRIMARY KEY, one_id int REFERENCES one.item);
CREATE TABLE item (id int PRIMARY KEY, sum numeric);
