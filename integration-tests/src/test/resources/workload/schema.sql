-- Every constraint hazard in one schema: what the random editors work on.
CREATE TABLE category (
    id int PRIMARY KEY,
    parent_id int REFERENCES category,
    name text NOT NULL,
    UNIQUE NULLS NOT DISTINCT (parent_id, name)
);
CREATE TABLE product (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sku text NOT NULL UNIQUE,
    ean text UNIQUE,
    category_id int REFERENCES category ON DELETE SET NULL ON UPDATE CASCADE,
    slug text,
    slot int,
    active boolean NOT NULL DEFAULT false,
    price numeric(12, 2),
    description text,
    length int GENERATED ALWAYS AS (length(description)) STORED
);
ALTER TABLE product ALTER description SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX product_slug ON product (lower(slug));
CREATE UNIQUE INDEX product_slot ON product (category_id, slot) WHERE active;

CREATE TABLE variant (
    product_id bigint NOT NULL REFERENCES product ON DELETE CASCADE,
    no int NOT NULL,
    barcode text UNIQUE,
    label text,
    PRIMARY KEY (product_id, no)
);
CREATE TABLE price (
    product_id bigint NOT NULL,
    no int NOT NULL,
    currency text NOT NULL,
    amount numeric NOT NULL,
    PRIMARY KEY (product_id, no, currency),
    FOREIGN KEY (product_id, no) REFERENCES variant ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE TABLE team (id int PRIMARY KEY, lead_id int);
CREATE TABLE person (id int PRIMARY KEY, team_id int NOT NULL REFERENCES team, badge int UNIQUE DEFERRABLE INITIALLY DEFERRED);
ALTER TABLE team ADD FOREIGN KEY (lead_id) REFERENCES person DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE seat (id int PRIMARY KEY, rank int NOT NULL, holder text, UNIQUE (rank) DEFERRABLE INITIALLY IMMEDIATE);
CREATE TABLE place (id int PRIMARY KEY, code text NOT NULL UNIQUE, note text);
CREATE TABLE booking (id int PRIMARY KEY, during int4range NOT NULL, EXCLUDE USING gist (during WITH &&));
CREATE TABLE picture (id int PRIMARY KEY, product_id bigint REFERENCES product ON DELETE SET NULL, data bytea);
CREATE TABLE bulk (id int PRIMARY KEY, code text NOT NULL UNIQUE, amount int);
CREATE TABLE journal (line text, amount int);
ALTER TABLE journal REPLICA IDENTITY FULL;
CREATE TABLE region (id int, area text, amount int, PRIMARY KEY (id, area)) PARTITION BY LIST (area);
CREATE TABLE region_north PARTITION OF region FOR VALUES IN ('north');
CREATE TABLE region_south PARTITION OF region FOR VALUES IN ('south');

-- Every source transaction keeps the sums of these two equal.
CREATE TABLE debit (id int PRIMARY KEY, amount bigint NOT NULL);
CREATE TABLE credit (id int PRIMARY KEY, amount bigint NOT NULL);
INSERT INTO debit SELECT g, 0 FROM generate_series(1, 10) g;
INSERT INTO credit SELECT g, 0 FROM generate_series(1, 10) g;

-- Every source transaction adds its lines here, and each line says how many there are. No key: a second apply would show.
CREATE TABLE ledger (transaction bigint NOT NULL, line int NOT NULL, line_count int NOT NULL);

INSERT INTO category SELECT g, NULLIF(g / 3, 0), 'category ' || g FROM generate_series(1, 20) g;
INSERT INTO product (sku, ean, category_id, slug, slot, active, price, description)
    SELECT 'sku ' || g, 'ean ' || g, g % 20 + 1, 'Slug ' || g, g, g % 2 = 0, g, repeat('text ' || g, 2000) FROM generate_series(1, 40) g;
INSERT INTO variant SELECT g, n, 'bar ' || g || '-' || n, 'label' FROM generate_series(1, 40) g, generate_series(1, 2) n;
INSERT INTO price SELECT g, 1, 'EUR', g FROM generate_series(1, 40) g;
INSERT INTO team SELECT g, NULL FROM generate_series(1, 5) g;
INSERT INTO person SELECT g, g % 5 + 1, g FROM generate_series(1, 20) g;
UPDATE team SET lead_id = id;
INSERT INTO seat SELECT g, g, 'seat ' || g FROM generate_series(1, 30) g;
INSERT INTO place SELECT g, 'code ' || g, 'place ' || g FROM generate_series(1, 40) g;
INSERT INTO booking SELECT g, int4range(g * 10, g * 10 + 10) FROM generate_series(1, 20) g;
INSERT INTO region SELECT g, CASE g % 2 WHEN 0 THEN 'north' ELSE 'south' END, g FROM generate_series(1, 20) g;
