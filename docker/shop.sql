-- A small shop, the same in staging and production.
CREATE TABLE category (id integer PRIMARY KEY, parent_id integer REFERENCES category, name text NOT NULL UNIQUE);
CREATE TABLE product (
    id integer PRIMARY KEY,
    category_id integer NOT NULL REFERENCES category,
    sku text NOT NULL UNIQUE,
    name text NOT NULL);
CREATE TABLE price (
    product_id integer REFERENCES product,
    currency char(3),
    amount numeric(12, 2) NOT NULL,
    PRIMARY KEY (product_id, currency));
