CREATE TABLE item (id int PRIMARY KEY, price int CONSTRAINT price_is_positive CHECK (price > 0));
