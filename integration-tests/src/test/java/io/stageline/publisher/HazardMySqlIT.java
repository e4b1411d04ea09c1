package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.Sequence;
import io.stageline.testing.ServerKind;
import org.junit.jupiter.api.Test;

/// Everything that makes the order of writes matter on MySQL comes out as if it had been applied one by one.
class HazardMySqlIT {
    private static final String SHOP =
            """
            CREATE TABLE category (id int PRIMARY KEY, parent_id int, name varchar(40) UNIQUE, FOREIGN KEY (parent_id) REFERENCES category (id));
            CREATE TABLE product (id int PRIMARY KEY, category_id int, sku varchar(40) NOT NULL UNIQUE, price decimal(10,2), description longtext,
                touched timestamp(6) NULL ON UPDATE CURRENT_TIMESTAMP(6), FOREIGN KEY (category_id) REFERENCES category (id) ON UPDATE CASCADE ON DELETE SET NULL);
            CREATE TABLE part (product_id int, line int, note varchar(40), PRIMARY KEY (product_id, line),
                FOREIGN KEY (product_id) REFERENCES product (id) ON DELETE CASCADE ON UPDATE CASCADE);
            CREATE TABLE screw (id int AUTO_INCREMENT PRIMARY KEY, product_id int, line int,
                FOREIGN KEY (product_id, line) REFERENCES part (product_id, line) ON DELETE CASCADE);
            CREATE TABLE journal (at int, text varchar(40))
            """;
    private static final String SEED =
            """
            INSERT INTO category VALUES (1, NULL, 'all'), (2, 1, 'tools'), (3, 2, 'saws');
            INSERT INTO product (id, category_id, sku, price, description) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30)
                SELECT i, 1 + i % 3, concat('sku', i), i, repeat('d', 50) FROM n;
            INSERT INTO part SELECT p.id, l.id, 'n' FROM product p, category l;
            INSERT INTO screw (product_id, line) SELECT product_id, line FROM part WHERE product_id > 20
            """;

    @Test
    void publishesParentsAndChildrenCreatedReparentedAndDeleted() {
        comesOutEqual(
                "INSERT INTO category VALUES (4, 1, 'parent'), (5, 4, 'then child')",
                "INSERT INTO category VALUES (6, 1, 'new'); INSERT INTO product (id, category_id, sku) VALUES (100, 6, 'n100'); INSERT INTO part VALUES (100, 1, 'p')",
                "UPDATE product SET category_id = 6 WHERE category_id = 3; DELETE FROM category WHERE id = 3",
                "DELETE FROM product WHERE id <= 5",
                "DELETE FROM screw; DELETE FROM part; DELETE FROM product; DELETE FROM category ORDER BY id DESC");
    }

    @Test
    void publishesWhatAnOnDeleteActionDid() {
        comesOutEqual(
                "DELETE FROM product WHERE id = 1",
                "UPDATE part SET note = 'soon gone' WHERE product_id = 2; INSERT INTO part VALUES (2, 9, 'too'); DELETE FROM product WHERE id = 2",
                "DELETE FROM product WHERE id = 3; INSERT INTO product (id, sku) VALUES (3, 'again'); INSERT INTO part VALUES (3, 1, 'of the new one')",
                "UPDATE product SET price = 0 WHERE category_id = 3; DELETE FROM category WHERE id = 3; UPDATE product SET price = 1 WHERE category_id IS NULL",
                "DELETE FROM part WHERE line = 1",
                "DELETE FROM product WHERE id > 28",
                "DELETE FROM product WHERE id = 4; UPDATE product SET id = 4 WHERE id = 5; INSERT INTO part VALUES (4, 7, 'x')");
    }

    @Test
    void publishesWhatAnOnUpdateActionDid() {
        comesOutEqual(
                "UPDATE product SET id = 500 WHERE id = 5",
                "UPDATE category SET id = 30 WHERE id = 3",
                "UPDATE part SET note = 'before' WHERE product_id = 500; UPDATE product SET id = 501 WHERE id = 500; UPDATE part SET note = 'after' WHERE product_id = 501 AND line = 1",
                "UPDATE product SET id = 1000 WHERE id = 1; UPDATE product SET id = 1 WHERE id = 2; UPDATE product SET id = 2 WHERE id = 1000; UPDATE screw SET line = NULL WHERE product_id = 25",
                "UPDATE part SET line = line + 10 WHERE product_id = 7; DELETE FROM part WHERE line = 11");
    }

    @Test
    void publishesASwapOfUniqueValues() {
        comesOutEqual(
                "UPDATE product SET sku = 'tmp' WHERE id = 1; UPDATE product SET sku = 'sku1' WHERE id = 2; UPDATE product SET sku = 'sku2' WHERE id = 1",
                "SET SESSION binlog_row_image = MINIMAL; UPDATE product SET sku = 'tmp' WHERE id = 3; UPDATE product SET sku = 'sku3' WHERE id = 4; UPDATE product SET sku = 'sku4' WHERE id = 3");
    }

    @Test
    void publishesAChainOfUniqueValues() {
        comesOutEqual(
                "UPDATE product SET sku = 'last' WHERE id = 1; UPDATE product SET sku = 'sku1' WHERE id = 2; UPDATE product SET sku = 'sku2' WHERE id = 3; UPDATE product SET sku = 'sku3' WHERE id = 4",
                "DELETE FROM product WHERE id = 9; INSERT INTO product (id, category_id, sku) VALUES (200, 1, 'sku9')",
                "DELETE FROM product WHERE id = 19; UPDATE product SET id = id + 1 WHERE id > 5 AND id < 19 ORDER BY id DESC");
    }

    /// Different letters, one value.
    @Test
    void publishesUniqueValuesThatTheCollationTakesForEqual() {
        comesOutEqual(
                "UPDATE category SET name = 'SAWS' WHERE id = 3",
                "UPDATE category SET name = 'x' WHERE id = 3; UPDATE category SET name = 'säws' WHERE id = 2; UPDATE category SET name = 'Tools' WHERE id = 3",
                "DELETE FROM product WHERE id = 9; INSERT INTO product (id, category_id, sku) VALUES (9, 1, 'SKU9')",
                "UPDATE product SET sku = 'other' WHERE id = 10; INSERT INTO product (id, category_id, sku) VALUES (201, 1, 'SKÜ10')");
    }

    @Test
    void publishesKeysThatAreReusedAndMoved() {
        comesOutEqual(
                "DELETE FROM part; DELETE FROM product WHERE id = 7; INSERT INTO product (id, category_id, sku) VALUES (7, 2, 'again')",
                "DELETE FROM product WHERE id = 8; UPDATE product SET id = 8 WHERE id = 10",
                "INSERT INTO product (id, category_id, sku) VALUES (300, 1, 'brief'); DELETE FROM product WHERE id = 300",
                "REPLACE INTO product (id, category_id, sku) VALUES (11, 1, 'sku12')",
                "INSERT INTO product (id, category_id, sku) VALUES (13, 1, 'sku14') ON DUPLICATE KEY UPDATE price = 77");
    }

    @Test
    void publishesTruncatesAmongOtherChanges() {
        comesOutEqual(
                "INSERT INTO journal VALUES (1, 'gone'); TRUNCATE journal; INSERT INTO journal VALUES (2, 'stays')",
                "TRUNCATE screw; INSERT INTO screw (product_id, line) VALUES (8, 1)");
    }

    @Test
    void publishesATableWithoutRowKey() {
        comesOutEqual(
                "INSERT INTO journal VALUES (1, 'a'), (1, 'a'), (1, 'A'), (2, NULL)",
                "DELETE FROM journal WHERE text = 'a' LIMIT 1",
                "UPDATE journal SET text = 'b' WHERE at = 1");
    }

    /// All in one batch, and again each source transaction for itself.
    private static void comesOutEqual(String... changes) {
        try (var together = TestPipeline.of(ServerKind.MYSQL, SHOP)) {
            together.change(SEED);
            together.change(changes);
            PublishStatus status = together.publish();
            together.assertEqual();
            assertThat(status.sequence()).isEqualTo(together.sequence());
        }
        try (var oneByOne = TestPipeline.of(ServerKind.MYSQL, SHOP)) {
            oneByOne.change(SEED);
            try (RunningPublisher publisher = oneByOne.start()) {
                for (String change : changes) {
                    oneByOne.change(change);
                    oneByOne.awaitPublished(publisher);
                    oneByOne.assertEqual();
                }
            }
            assertThat(oneByOne.sequence()).isGreaterThan(Sequence.NONE);
        }
    }
}
