CREATE TABLE category (
    id int PRIMARY KEY,
    name text NOT NULL UNIQUE);
CREATE TABLE item (
    id bigint PRIMARY KEY,
    code text NOT NULL UNIQUE,
    category_id int NOT NULL REFERENCES category,
    name text NOT NULL,
    price numeric(12, 2) NOT NULL,
    note text,
    changed timestamptz NOT NULL);
