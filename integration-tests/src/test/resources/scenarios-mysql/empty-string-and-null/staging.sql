CREATE TABLE item (id int PRIMARY KEY, a text, b varchar(5), c char(3), d blob, e varchar(60) CHARACTER SET latin1);
