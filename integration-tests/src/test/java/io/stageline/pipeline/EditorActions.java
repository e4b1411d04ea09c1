package io.stageline.pipeline;

import io.stageline.testing.ServerKind;
import java.util.List;
import java.util.random.RandomGenerator;

/// The statements an editor may come to write. They pick keys and values from few, so that editors meet, and the database refuses
/// many of them: that is intended.
final class EditorActions {
    private static final List<String> ACTIONS =
            List.of(
                    // a tree that grows, moves and shrinks
                    "INSERT INTO category VALUES ($, NULLIF($ % 25, 0), 'category ' || $)",
                    "UPDATE category SET parent_id = NULLIF($ % 25, 0) WHERE id = $ AND id <> 7",
                    "UPDATE category SET name = 'renamed ' || $ WHERE id = $",
                    "DELETE FROM category WHERE id = $ AND id > 10",
                    "UPDATE category SET id = $ WHERE id = $",
                    // several unique keys, partial and by expression, identity, generated column,
                    // large text
                    "INSERT INTO product (sku, ean, category_id, slug, slot, active, price, description) VALUES ('sku ' || $, 'ean ' || $, NULLIF($ % 25, 0), 'SLUG ' || $, $, $ % 2 = 0, $, repeat('d', $ * 50))",
                    "INSERT INTO product (id, sku, category_id, description) OVERRIDING SYSTEM VALUE VALUES ($, 'sku ' || $, NULLIF($ % 25, 0), NULL)",
                    "UPDATE product SET price = price + $, active = NOT active WHERE id = $",
                    "UPDATE product SET sku = 'sku ' || $ WHERE id = $",
                    "UPDATE product SET slug = CASE WHEN $ % 2 = 0 THEN 'slug ' ELSE 'Slug ' END || $, ean = 'ean ' || $ WHERE id = $",
                    "UPDATE product SET slot = $, category_id = NULLIF($ % 25, 0), active = true WHERE id = $",
                    "UPDATE product SET price = $ WHERE id % 7 = $ % 7",
                    "UPDATE product SET description = repeat('x' || $, 3000) WHERE id = $",
                    "INSERT INTO product (id, sku, category_id, description) OVERRIDING SYSTEM VALUE SELECT g, 'sku ' || g, (SELECT min(id) FROM category), repeat('r', g * 300) FROM generate_series(1, 60) g WHERE g % 5 = $ % 5 ON CONFLICT DO NOTHING",
                    "DELETE FROM product WHERE id = $ OR id > 100",
                    // composite keys whose change cascades
                    "INSERT INTO variant VALUES ($, $ % 4, 'bar ' || $, 'label ' || $)",
                    "INSERT INTO variant SELECT id, $ % 4, 'bar ' || $, 'label ' || $ FROM product WHERE id % 11 = $ % 11 ON CONFLICT DO NOTHING",
                    "INSERT INTO variant SELECT id, 1, NULL, 'label ' || $ FROM product WHERE id % 3 = $ % 3 ON CONFLICT DO NOTHING",
                    "UPDATE variant SET no = no + $ % 3 + 1 WHERE product_id = $ AND no = $ % 4",
                    "UPDATE variant SET barcode = 'bar ' || $, label = 'l' || $ WHERE product_id = $",
                    "UPDATE variant SET product_id = $ WHERE product_id = $ AND no = 1",
                    "DELETE FROM variant WHERE product_id = $ AND no > 0",
                    "INSERT INTO price SELECT product_id, no, 'USD', $ FROM variant WHERE product_id % 7 = $ % 7 ON CONFLICT DO NOTHING",
                    "INSERT INTO price SELECT product_id, no, 'EUR', $ FROM variant WHERE product_id % 3 = $ % 3 ON CONFLICT (product_id, no, currency) DO UPDATE SET amount = price.amount + 1",
                    "UPDATE price SET currency = CASE currency WHEN 'EUR' THEN 'CHF' ELSE 'EUR' END WHERE product_id = $",
                    "UPDATE price SET amount = amount + 1 WHERE product_id % 5 = $ % 5",
                    // a cycle, checked at commit
                    "WITH p AS (INSERT INTO person VALUES ($, $ % 5 + 1, $) RETURNING id) UPDATE team SET lead_id = (SELECT id FROM p) WHERE id = $ % 5 + 1",
                    "INSERT INTO team VALUES ($, $)",
                    "UPDATE person SET team_id = $ % 8 WHERE id = $",
                    "UPDATE person SET badge = (SELECT sum(badge) FROM person WHERE id IN (a.id, b.id)) - badge FROM (SELECT $ AS id) a, (SELECT $ AS id) b WHERE person.id IN (a.id, b.id) AND a.id <> b.id",
                    "UPDATE team SET lead_id = NULL WHERE lead_id = $",
                    "DELETE FROM person WHERE id = $",
                    "DELETE FROM team WHERE id = $ AND id > 5",
                    // swaps and shifts of unique values and of keys
                    "UPDATE seat SET rank = rank + 1 WHERE rank >= $",
                    "UPDATE seat SET rank = 31 - rank",
                    "UPDATE seat SET rank = CASE id WHEN a.x THEN (SELECT rank FROM seat WHERE id = a.y) ELSE (SELECT rank FROM seat WHERE id = a.x) END FROM (SELECT 1 + $ % 30 AS x, 1 + $ % 30 AS y) a WHERE id IN (a.x, a.y) AND a.x <> a.y",
                    "DELETE FROM seat WHERE id = $ AND id > 20",
                    "INSERT INTO seat SELECT g, g + 100, 'again' FROM generate_series(1, 30) g ON CONFLICT (id) DO NOTHING",
                    "INSERT INTO seat VALUES ($, $, 'seat')",
                    "WITH gone AS (DELETE FROM place WHERE id = $ RETURNING code) INSERT INTO place SELECT $, code || '!', 'took it' FROM gone",
                    "DO $do$ DECLARE a int := $; b int := $; BEGIN IF a <> b THEN UPDATE place SET id = -1 WHERE id = a; UPDATE place SET id = a WHERE id = b; UPDATE place SET id = b WHERE id = -1; END IF; END $do$",
                    "DO $do$ DECLARE a int := $; b int := $; x text; y text; BEGIN SELECT code INTO x FROM place WHERE id = a; SELECT code INTO y FROM place WHERE id = b; IF x <> y THEN UPDATE place SET code = 'tmp' WHERE id = a; UPDATE place SET code = x WHERE id = b; UPDATE place SET code = y WHERE id = a; END IF; END $do$",
                    "DO $do$ DECLARE k int; BEGIN FOR k IN SELECT id FROM place WHERE id >= $ ORDER BY id DESC LOOP UPDATE place SET id = k + 1 WHERE id = k; END LOOP; END $do$",
                    "INSERT INTO place VALUES ($, 'code ' || $, 'new') ON CONFLICT DO NOTHING",
                    "INSERT INTO place VALUES ($, 'code ' || $, 'new') ON CONFLICT (id) DO UPDATE SET note = 'upserted', code = EXCLUDED.code",
                    "DELETE FROM place WHERE id = $ OR id > 70",
                    "UPDATE booking SET during = int4range(lower(during) + 1, upper(during) - 1) WHERE id = $",
                    "UPDATE booking SET during = (SELECT int4range(x * 10, x * 10 + 5) FROM (SELECT $ AS x) a) WHERE id = $",
                    "DELETE FROM booking WHERE id = $",
                    "INSERT INTO booking SELECT $, int4range(x * 10, x * 10 + 10) FROM (SELECT $ AS x) a",
                    // leaf table that is truncated now and then
                    "INSERT INTO picture VALUES ($, $, decode(repeat('00ff', $), 'hex')) ON CONFLICT DO NOTHING",
                    "UPDATE picture SET product_id = (SELECT id FROM product WHERE id >= $ LIMIT 1) WHERE id = $",
                    "INSERT INTO picture SELECT g, NULL, '\\x00' FROM generate_series($, $) g ON CONFLICT DO NOTHING",
                    // no key, old images only
                    "INSERT INTO journal VALUES ('line ' || $ % 5, $ % 3), ('line ' || $ % 5, $ % 3)",
                    "UPDATE journal SET amount = amount + 1 WHERE ctid = (SELECT min(ctid) FROM journal WHERE amount = $ % 3)",
                    "DELETE FROM journal WHERE line = 'line ' || $ % 5",
                    // rows that move between partitions
                    "INSERT INTO region VALUES ($, CASE WHEN $ % 2 = 0 THEN 'north' ELSE 'south' END, $)",
                    "UPDATE region SET area = CASE area WHEN 'north' THEN 'south' ELSE 'north' END WHERE id = $",
                    "DELETE FROM region WHERE id = $");

    private static final List<String> RARE =
            List.of(
                    "TRUNCATE picture",
                    "TRUNCATE journal",
                    "DELETE FROM bulk",
                    "INSERT INTO bulk SELECT g, 'code ' || g, g FROM generate_series(1, 3000) g",
                    "UPDATE bulk SET amount = amount + 1, id = id + 5000",
                    "UPDATE bulk SET id = 1 - id",
                    "UPDATE bulk SET code = code || '!' WHERE id % 2 = 0");

    private static final int KEYS = 60;
    private static final double RARELY = 0.006;

    private EditorActions() {}

    static String next(ServerKind kind, RandomGenerator random) {
        boolean rare = random.nextDouble() < RARELY;
        List<String> choice =
                switch (kind) {
                    case POSTGRES -> rare ? RARE : ACTIONS;
                    case MYSQL -> rare ? MySqlActions.RARE : MySqlActions.ACTIONS;
                };
        String template = choice.get(random.nextInt(choice.size()));
        var sql = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            boolean open = c == '$' && !template.startsWith("$do$", i);
            if (template.startsWith("$do$", i)) {
                sql.append("$do$");
                i += 3;
            } else if (open) {
                sql.append(1 + random.nextInt(KEYS));
            } else {
                sql.append(c);
            }
        }
        return sql.toString();
    }
}
