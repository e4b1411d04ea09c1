CREATE TABLE item (c numeric(5, 1), extra varchar(20) DEFAULT 'production only', b int, id int PRIMARY KEY, a text);
