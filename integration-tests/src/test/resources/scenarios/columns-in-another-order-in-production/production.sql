CREATE TABLE item (c numeric, extra text DEFAULT 'production only', b int, id int PRIMARY KEY, a text);
