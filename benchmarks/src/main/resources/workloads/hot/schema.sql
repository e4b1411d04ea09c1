CREATE TABLE stock (
    id int PRIMARY KEY,
    code text NOT NULL UNIQUE,
    quantity int NOT NULL,
    note text,
    changed timestamptz NOT NULL) WITH (fillfactor = 50);
