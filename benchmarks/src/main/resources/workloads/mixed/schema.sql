CREATE TABLE category (
    id int PRIMARY KEY,
    name text NOT NULL UNIQUE,
    products int NOT NULL);
CREATE TABLE product (
    id bigint PRIMARY KEY,
    category_id int NOT NULL REFERENCES category,
    sku text NOT NULL UNIQUE,
    name text NOT NULL,
    price numeric(12, 2) NOT NULL,
    description text,
    changed timestamptz NOT NULL);
CREATE INDEX product_category ON product (category_id);
CREATE TABLE customer (
    id bigint PRIMARY KEY,
    email text NOT NULL UNIQUE,
    name text NOT NULL,
    points int NOT NULL,
    seen timestamptz NOT NULL);
CREATE TABLE shelf (
    place text PRIMARY KEY,
    number int NOT NULL UNIQUE,
    product_id bigint NOT NULL REFERENCES product);
CREATE INDEX shelf_product ON shelf (product_id);
CREATE TABLE purchase (
    id bigint PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customer,
    receipt text NOT NULL UNIQUE,
    total numeric(12, 2) NOT NULL,
    note text,
    placed timestamptz NOT NULL);
CREATE INDEX purchase_customer ON purchase (customer_id);
CREATE TABLE purchase_line (
    purchase_id bigint NOT NULL REFERENCES purchase,
    line int NOT NULL,
    product_id bigint NOT NULL REFERENCES product,
    quantity int NOT NULL,
    price numeric(12, 2) NOT NULL,
    PRIMARY KEY (purchase_id, line));
CREATE INDEX purchase_line_product ON purchase_line (product_id);
