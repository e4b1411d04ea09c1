-- Every constraint hazard of MySQL in one schema: what the random editors work on.
CREATE TABLE category (
    id int PRIMARY KEY,
    parent_id int,
    name varchar(40) NOT NULL,
    UNIQUE KEY category_name (parent_id, name),
    FOREIGN KEY (parent_id) REFERENCES category (id)
);
CREATE TABLE product (
    id bigint AUTO_INCREMENT PRIMARY KEY,
    sku varchar(40) NOT NULL UNIQUE,
    ean varchar(40) COLLATE utf8mb4_bin UNIQUE,
    category_id int,
    slug varchar(40),
    slot int,
    active boolean NOT NULL DEFAULT false,
    price numeric(12, 2),
    description longtext,
    length int GENERATED ALWAYS AS (char_length(description)) STORED,
    shown varchar(60) GENERATED ALWAYS AS (concat(sku, '/', slug)) VIRTUAL,
    UNIQUE KEY product_slug ((lower(slug))),
    UNIQUE KEY product_slot (category_id, slot),
    FOREIGN KEY (category_id) REFERENCES category (id) ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE TABLE variant (
    product_id bigint NOT NULL,
    no int NOT NULL,
    barcode varchar(40) UNIQUE,
    label varchar(40),
    PRIMARY KEY (product_id, no),
    FOREIGN KEY (product_id) REFERENCES product (id) ON DELETE CASCADE
);
CREATE TABLE price (
    product_id bigint NOT NULL,
    no int NOT NULL,
    currency char(3) NOT NULL,
    amount numeric(12, 3) NOT NULL,
    PRIMARY KEY (product_id, no, currency),
    FOREIGN KEY (product_id, no) REFERENCES variant (product_id, no) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE TABLE team (id int PRIMARY KEY, lead_id int);
CREATE TABLE person (id int PRIMARY KEY, team_id int NOT NULL, badge int UNIQUE, FOREIGN KEY (team_id) REFERENCES team (id));
ALTER TABLE team ADD FOREIGN KEY (lead_id) REFERENCES person (id);

CREATE TABLE seat (id int PRIMARY KEY, place int NOT NULL UNIQUE, holder varchar(40));
-- Keys and codes that are equal though they are written differently.
CREATE TABLE place (id varchar(20) PRIMARY KEY, code varchar(20) COLLATE utf8mb4_general_ci NOT NULL UNIQUE, note varchar(40));
CREATE TABLE picture (id int PRIMARY KEY, product_id bigint, data longblob, FOREIGN KEY (product_id) REFERENCES product (id) ON DELETE SET NULL);
CREATE TABLE bulk (id int PRIMARY KEY, code varchar(40) NOT NULL UNIQUE, amount int);
CREATE TABLE journal (line varchar(40), amount int);
CREATE TABLE region (id int, area varchar(9), amount int, PRIMARY KEY (id, area)) PARTITION BY LIST COLUMNS (area)
    (PARTITION north VALUES IN ('north'), PARTITION south VALUES IN ('south'));

-- Every source transaction keeps the sums of these two equal.
CREATE TABLE debit (id int PRIMARY KEY, amount bigint NOT NULL);
CREATE TABLE credit (id int PRIMARY KEY, amount bigint NOT NULL);
-- Every source transaction adds its lines here, and each line says how many there are. No key: a second apply would show.
CREATE TABLE ledger (transaction bigint NOT NULL, line int NOT NULL, line_count int NOT NULL);

CREATE TABLE numbers (g int PRIMARY KEY);
INSERT INTO numbers WITH RECURSIVE s (g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM s WHERE g < 1000) SELECT g FROM s;
INSERT INTO debit SELECT g, 0 FROM numbers WHERE g <= 10;
INSERT INTO credit SELECT g, 0 FROM numbers WHERE g <= 10;
INSERT INTO category SELECT g, NULLIF(g DIV 3, 0), concat('category ', g) FROM numbers WHERE g <= 20 ORDER BY g;
INSERT INTO product (sku, ean, category_id, slug, slot, active, price, description)
    SELECT concat('sku ', g), concat('ean ', g), g % 20 + 1, concat('Slug ', g), g, g % 2 = 0, g, repeat(concat('text ', g), 2000) FROM numbers WHERE g <= 40 ORDER BY g;
INSERT INTO variant SELECT p.g, n.g, concat('bar ', p.g, '-', n.g), 'label' FROM numbers p, numbers n WHERE p.g <= 40 AND n.g <= 2;
INSERT INTO price SELECT g, 1, 'EUR', g FROM numbers WHERE g <= 40;
INSERT INTO team SELECT g, NULL FROM numbers WHERE g <= 5;
INSERT INTO person SELECT g, g % 5 + 1, g FROM numbers WHERE g <= 20;
UPDATE team SET lead_id = id;
INSERT INTO seat SELECT g, g, concat('seat ', g) FROM numbers WHERE g <= 30;
INSERT INTO place SELECT g, concat('code ', g), 'note' FROM numbers WHERE g <= 40;
INSERT INTO picture SELECT g, g, repeat('picture', g * 20) FROM numbers WHERE g <= 30;
INSERT INTO journal SELECT concat('line ', g % 5), g % 3 FROM numbers WHERE g <= 30;
INSERT INTO region SELECT g, CASE WHEN g % 2 = 0 THEN 'north' ELSE 'south' END, g FROM numbers WHERE g <= 40;
