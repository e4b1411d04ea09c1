CREATE TABLE item (id int PRIMARY KEY, price int);
