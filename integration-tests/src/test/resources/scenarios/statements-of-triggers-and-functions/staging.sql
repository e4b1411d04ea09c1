CREATE TABLE item (id int PRIMARY KEY, stock int NOT NULL, changed int NOT NULL DEFAULT 0);
CREATE TABLE history (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, item_id int, stock int);
