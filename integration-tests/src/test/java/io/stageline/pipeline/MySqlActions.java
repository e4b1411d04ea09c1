package io.stageline.pipeline;

import java.util.List;

/// What [EditorActions] are on MySQL.
final class MySqlActions {
    static final List<String> ACTIONS =
            List.of(
                    // a tree that grows, moves and shrinks
                    "INSERT INTO category VALUES ($, NULLIF($ % 25, 0), concat('category ', $))",
                    "UPDATE category SET parent_id = NULLIF($ % 25, 0) WHERE id = $ AND id <> 7",
                    "UPDATE category SET name = concat('renamed ', $) WHERE id = $",
                    "DELETE FROM category WHERE id = $ AND id > 10",
                    "UPDATE category SET id = $ WHERE id = $",
                    // several unique keys, by expression and by collation, AUTO_INCREMENT,
                    // generated columns, large text
                    "INSERT INTO product (sku, ean, category_id, slug, slot, active, price, description) VALUES (concat('sku ', $), concat('ean ', $), NULLIF($ % 25, 0), concat('SLUG ', $), $, $ % 2 = 0, $, repeat('d', $ * 50))",
                    "INSERT INTO product (id, sku, category_id, description) VALUES ($, concat('SKU ', $), NULLIF($ % 25, 0), NULL)",
                    "UPDATE product SET price = price + $, active = NOT active WHERE id = $",
                    "UPDATE product SET sku = concat('Sku ', $) WHERE id = $",
                    "UPDATE product SET slug = concat(CASE WHEN $ % 2 = 0 THEN 'slug ' ELSE 'Slug ' END, $), ean = concat('ean ', $) WHERE id = $",
                    "UPDATE product SET slot = $, category_id = NULLIF($ % 25, 0), active = true WHERE id = $",
                    "UPDATE product SET price = $ WHERE id % 7 = $ % 7",
                    "UPDATE product SET description = repeat(concat('x', $), 3000) WHERE id = $",
                    "INSERT INTO product (id, sku, category_id, description) SELECT g, concat('sku ', g), (SELECT min(id) FROM category), repeat('r', g * 300) FROM numbers WHERE g <= 60 AND g % 5 = $ % 5 AND g NOT IN (SELECT id FROM product)",
                    "DELETE FROM product WHERE id = $ OR id > 100",
                    // composite keys whose change cascades
                    "INSERT INTO variant VALUES ($, $ % 4, concat('bar ', $), concat('label ', $))",
                    "INSERT INTO variant SELECT id, $ % 4, concat('bar ', $), concat('label ', $) FROM product WHERE id % 11 = $ % 11",
                    "INSERT INTO variant SELECT id, 1, NULL, concat('label ', $) FROM product WHERE id % 3 = $ % 3",
                    "UPDATE variant SET no = no + $ % 3 + 1 WHERE product_id = $ AND no = $ % 4",
                    "UPDATE variant SET barcode = concat('BAR ', $), label = concat('l', $) WHERE product_id = $",
                    "UPDATE variant SET product_id = $ WHERE product_id = $ AND no = 1",
                    "DELETE FROM variant WHERE product_id = $ AND no > 0",
                    "INSERT INTO price SELECT product_id, no, 'USD', $ FROM variant WHERE product_id % 7 = $ % 7",
                    "INSERT INTO price SELECT product_id, no, 'EUR', $ FROM variant WHERE product_id % 3 = $ % 3 ON DUPLICATE KEY UPDATE amount = price.amount + 1",
                    "REPLACE INTO price SELECT product_id, no, 'GBP', $ FROM variant WHERE product_id % 9 = $ % 9",
                    "UPDATE price SET currency = CASE currency WHEN 'EUR' THEN 'CHF' ELSE 'eur' END WHERE product_id = $",
                    "UPDATE price SET amount = amount + 1 WHERE product_id % 5 = $ % 5",
                    // a cycle
                    "INSERT INTO person VALUES ($, $ % 5 + 1, $)",
                    "UPDATE team SET lead_id = $ WHERE id = $ % 5 + 1",
                    "INSERT INTO team VALUES ($, $)",
                    "UPDATE person SET team_id = $ % 8 WHERE id = $",
                    "UPDATE team SET lead_id = NULL WHERE lead_id = $",
                    "DELETE FROM person WHERE id = $",
                    "DELETE FROM team WHERE id = $ AND id > 5",
                    // shifts of unique values and of keys; two that swap theirs
                    "UPDATE seat SET place = place + 1 WHERE place >= $ ORDER BY place DESC",
                    "UPDATE seat SET place = place - 1 WHERE place > $ ORDER BY place",
                    "UPDATE seat SET id = id + 1 WHERE id >= $ ORDER BY id DESC",
                    "CALL swap_seats($, $)",
                    "DELETE FROM seat WHERE id = $ AND id > 20",
                    "INSERT INTO seat SELECT g, g + 100, 'again' FROM numbers WHERE g <= 30",
                    "INSERT INTO seat VALUES ($, $, 'seat')",
                    // keys that are equal though written differently
                    "UPDATE place SET id = concat(id, ' ') WHERE id = $",
                    "UPDATE place SET code = CASE WHEN $ % 2 = 0 THEN upper(code) ELSE concat(lower(code), ' ') END WHERE id = $",
                    "CALL swap_codes($, $)",
                    "INSERT INTO place VALUES ($, concat('Code ', $), 'new')",
                    "INSERT INTO place VALUES (concat('É', $ % 9), concat('ß', $ % 9), 'accents')",
                    "UPDATE place SET id = concat('e', $ % 9), code = concat('s', $ % 9) WHERE id = concat('É', $ % 9)",
                    "INSERT INTO place VALUES ($, concat('code ', $), 'new') ON DUPLICATE KEY UPDATE note = 'upserted'",
                    "REPLACE INTO place VALUES ($, concat('CODE ', $), 'replaced')",
                    "DELETE FROM place WHERE id = $ OR id > 70",
                    // leaf table that is truncated now and then
                    "INSERT INTO picture VALUES ($, $, repeat(x'00ff', $))",
                    "UPDATE picture SET product_id = (SELECT min(id) FROM product WHERE id >= $) WHERE id = $",
                    "INSERT INTO picture SELECT g, NULL, x'00' FROM numbers WHERE g BETWEEN $ AND $",
                    // no key
                    "INSERT INTO journal VALUES (concat('line ', $ % 5), $ % 3), (concat('Line ', $ % 5), $ % 3)",
                    "UPDATE journal SET amount = amount + 1 WHERE amount = $ % 3 LIMIT 1",
                    "DELETE FROM journal WHERE line = concat('line ', $ % 5) LIMIT 3",
                    // rows that move between partitions
                    "INSERT INTO region VALUES ($, CASE WHEN $ % 2 = 0 THEN 'north' ELSE 'south' END, $)",
                    "UPDATE region SET area = CASE area WHEN 'north' THEN 'south' ELSE 'north' END WHERE id = $",
                    "DELETE FROM region WHERE id = $");

    static final List<String> RARE =
            List.of(
                    "DELETE FROM journal",
                    "DELETE FROM bulk",
                    "INSERT INTO bulk SELECT a.g + 1000 * b.g, concat('code ', a.g + 1000 * b.g), a.g FROM numbers a, numbers b WHERE b.g <= 3",
                    "UPDATE bulk SET amount = amount + 1, id = id + 5000 ORDER BY id DESC",
                    "UPDATE bulk SET id = 1 - id ORDER BY id",
                    "UPDATE bulk SET code = concat(code, '!') WHERE id % 2 = 0");

    private MySqlActions() {}
}
