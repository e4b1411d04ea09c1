CREATE TABLE item (id int PRIMARY KEY, stock int NOT NULL, changed int NOT NULL DEFAULT 0);
CREATE TABLE history (id int AUTO_INCREMENT PRIMARY KEY, item_id int, stock int);
