package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.Sequence;
import org.junit.jupiter.api.Test;

/// Everything that makes the order of writes matter comes out as if it had been applied one by one.
class HazardIT {
    private static final String SHOP =
            """
            CREATE TABLE category (id int PRIMARY KEY, parent_id int REFERENCES category, name text UNIQUE);
            CREATE TABLE product (id int PRIMARY KEY, category_id int REFERENCES category ON UPDATE CASCADE,
                sku text NOT NULL UNIQUE, price numeric(10,2), description text);
            CREATE TABLE part (product_id int REFERENCES product ON DELETE CASCADE ON UPDATE CASCADE, line int, note text,
                PRIMARY KEY (product_id, line));
            CREATE TABLE journal (at int, text text)
            """;
    private static final String SEED =
            """
            INSERT INTO category VALUES (1, NULL, 'all'), (2, 1, 'tools'), (3, 2, 'saws');
            INSERT INTO product SELECT i, 1 + i % 3, 'sku' || i, i, repeat('d', 50) FROM generate_series(1, 30) i;
            INSERT INTO part SELECT p, l, 'n' FROM generate_series(1, 30) p, generate_series(1, 3) l
            """;

    @Test
    void publishesParentsAndChildrenCreatedReparentedAndDeleted() {
        comesOutEqual(
                "INSERT INTO category VALUES (5, 4, 'child first'), (4, 1, 'then parent')",
                "INSERT INTO category VALUES (6, 1, 'new'); INSERT INTO product VALUES (100, 6, 'n100', 1, NULL); INSERT INTO part VALUES (100, 1, 'p')",
                "UPDATE product SET category_id = 6 WHERE category_id = 3; DELETE FROM category WHERE id = 3",
                "DELETE FROM product WHERE id <= 5",
                "DELETE FROM part; DELETE FROM product; DELETE FROM category");
    }

    @Test
    void publishesASwapOfUniqueValues() {
        comesOutEqual(
                "UPDATE product SET sku = 'tmp' WHERE id = 1; UPDATE product SET sku = 'sku1' WHERE id = 2; UPDATE product SET sku = 'sku2' WHERE id = 1");
    }

    @Test
    void publishesAChainOfUniqueValues() {
        comesOutEqual(
                "UPDATE product SET sku = 'last' WHERE id = 1; UPDATE product SET sku = 'sku1' WHERE id = 2; UPDATE product SET sku = 'sku2' WHERE id = 3; UPDATE product SET sku = 'sku3' WHERE id = 4",
                "DELETE FROM product WHERE id = 9; INSERT INTO product VALUES (200, 1, 'sku9', 1, 'x')");
    }

    @Test
    void publishesKeysThatAreReusedAndMoved() {
        comesOutEqual(
                "DELETE FROM part; DELETE FROM product WHERE id = 7; INSERT INTO product VALUES (7, 2, 'again', 9, NULL)",
                "DELETE FROM product WHERE id = 8; UPDATE product SET id = 8 WHERE id = 10",
                "UPDATE product SET id = 1000 WHERE id = 1; UPDATE product SET id = 1 WHERE id = 2; UPDATE product SET id = 2 WHERE id = 1000",
                "INSERT INTO product VALUES (300, 1, 'brief', 1, NULL); DELETE FROM product WHERE id = 300");
    }

    @Test
    void publishesAKeyChangeThatCascades() {
        comesOutEqual(
                "UPDATE product SET id = 500 WHERE id = 5",
                "UPDATE category SET id = 30 WHERE id = 3",
                "UPDATE product SET id = 501 WHERE id = 500; UPDATE part SET note = 'after' WHERE product_id = 501");
    }

    @Test
    void publishesThousandChangesOfOneRow() {
        comesOutEqual(
                "DO $$ BEGIN FOR i IN 1..1000 LOOP UPDATE product SET price = i WHERE id = 3; END LOOP; END $$");
    }

    @Test
    void keepsUnchangedLargeValues() {
        comesOutEqual(
                "ALTER TABLE product ALTER description SET STORAGE EXTERNAL; UPDATE product SET description = repeat('long', 5000) WHERE id = 4",
                "UPDATE product SET price = 1 WHERE id = 4",
                "UPDATE product SET price = 2 WHERE id = 4; UPDATE product SET description = repeat('other', 5000) WHERE id = 4; UPDATE product SET price = 3 WHERE id = 4");
    }

    @Test
    void publishesTruncatesAmongOtherChanges() {
        comesOutEqual(
                "INSERT INTO part VALUES (1, 9, 'gone'); TRUNCATE part; INSERT INTO part VALUES (1, 10, 'stays')",
                "TRUNCATE part, product; INSERT INTO product VALUES (1, 1, 'first', 1, NULL)");
    }

    @Test
    void publishesATableWithoutRowKey() {
        comesOutEqual(
                "INSERT INTO journal VALUES (1, 'a'), (1, 'a'), (2, NULL)",
                "ALTER TABLE journal REPLICA IDENTITY FULL; DELETE FROM journal WHERE ctid = (SELECT min(ctid) FROM journal)",
                "UPDATE journal SET text = 'b' WHERE at = 1");
    }

    @Test
    void publishesMutualForeignKeys() {
        try (var pipeline =
                new TestPipeline(
                        """
                        CREATE TABLE a (id int PRIMARY KEY, b int);
                        CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
                        ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b
                        """)) {
            pipeline.change(
                    "INSERT INTO a VALUES (1, NULL); INSERT INTO b VALUES (1, 1); UPDATE a SET b = 1",
                    "INSERT INTO a VALUES (2, 1); INSERT INTO b VALUES (2, 2); UPDATE a SET b = 2 WHERE id = 2",
                    "UPDATE a SET b = NULL; DELETE FROM b WHERE id = 1; DELETE FROM a WHERE id = 1");
            pipeline.publish();
            pipeline.assertEqual();
        }
    }

    @Test
    void publishesWhatDeferrableConstraintsAllow() {
        try (var pipeline =
                new TestPipeline(
                        """
                        CREATE TABLE place (id int PRIMARY KEY, spot int UNIQUE DEFERRABLE INITIALLY DEFERRED,
                            next int REFERENCES place DEFERRABLE INITIALLY DEFERRED)
                        """)) {
            pipeline.change(
                    "INSERT INTO place VALUES (1, 1, 2); INSERT INTO place VALUES (2, 2, 1)",
                    "UPDATE place SET spot = 2 WHERE id = 1; UPDATE place SET spot = 1 WHERE id = 2");
            pipeline.publish();
            pipeline.assertEqual();
        }
    }

    /// All in one batch, and again each source transaction for itself.
    private static void comesOutEqual(String... changes) {
        try (var together = new TestPipeline(SHOP)) {
            together.change(SEED);
            together.change(changes);
            PublishStatus status = together.publish();
            together.assertEqual();
            assertThat(status.sequence()).isEqualTo(together.sequence());
        }
        try (var oneByOne = new TestPipeline(SHOP)) {
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
