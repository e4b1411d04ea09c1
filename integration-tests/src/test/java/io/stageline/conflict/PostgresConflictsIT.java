package io.stageline.conflict;

import static io.stageline.conflict.Production.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent.Insert;
import io.stageline.changelog.ChangeEvent.Update;
import io.stageline.changelog.TableId;
import io.stageline.conflict.Conflict.Difference;
import io.stageline.conflict.Conflict.Violation;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What only PostgreSQL has: exclusion constraints, deferrable ones, partial indexes, partitions with indexes of their own.
class PostgresConflictsIT {
    private static final Production PRODUCTION = Production.of(Production.Kind.POSTGRES);
    private static final TableId PRODUCT = PRODUCTION.table("product");

    @BeforeEach
    void shop() {
        PRODUCTION.execute(
                """
                DROP SCHEMA public CASCADE; CREATE SCHEMA public;
                CREATE TABLE category (id int PRIMARY KEY, parent int REFERENCES category);
                CREATE TABLE maker (id int PRIMARY KEY);
                CREATE TABLE product (
                    id int PRIMARY KEY, sku text NOT NULL UNIQUE, name text, price numeric CONSTRAINT dear CHECK (price >= 0),
                    category int CONSTRAINT of_category REFERENCES category, maker int CONSTRAINT made REFERENCES maker,
                    during int4range, CONSTRAINT alone EXCLUDE USING gist (during WITH &&));
                CREATE UNIQUE INDEX product_name ON product (lower(name)) WHERE price > 0;
                INSERT INTO category VALUES (1, NULL), (2, 1);
                INSERT INTO maker VALUES (5);
                INSERT INTO product VALUES (7, 'A7', 'Roll', 1, 2, 5, '[1,5)'), (8, 'A8', 'Bun', 2, 2, 5, '[5,9)'),
                    (9, 'A9', 'roll', 0, 2, 5, NULL)
                """);
    }

    @AfterAll
    static void drop() {
        PRODUCTION.close();
    }

    @Test
    void equalByTheDatabaseIsNotTheSameToTheLastBit() throws SQLException {
        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(
                                PRODUCT,
                                row("id", "7", "sku", "A7", "name", "Roll", "price", "1.0")),
                        "INSERT INTO public.product (id, sku) VALUES (7, 'A7')");

        assertThat(conflict.differences()).extracting(Difference::column).containsExactly("price");
    }

    @Test
    void allThatAnInsertMeetsIsNamedAtOnce() throws SQLException {
        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(
                                PRODUCT,
                                row(
                                        "id", "10", "sku", "A7", "name", "BUN", "price", "1",
                                        "during", "[4,6)")),
                        "INSERT INTO public.product (id, sku) VALUES (10, 'A7')");

        assertThat(conflict.type()).isEqualTo(ConflictType.MULTIPLE_UNIQUE_CONFLICTS);
        assertThat(inTheWay(conflict))
                .containsExactlyInAnyOrder(
                        "product_sku_key {id=7}",
                        "product_name {id=8}",
                        "alone {id=7}",
                        "alone {id=8}");
    }

    @Test
    void aPartialIndexBlocksOnlyTheRowsItCovers() throws SQLException {
        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(
                                PRODUCT, row("id", "10", "sku", "A7", "name", "bun", "price", "0")),
                        "INSERT INTO public.product (id, sku) VALUES (10, 'A7')");

        assertThat(inTheWay(conflict)).containsExactly("product_sku_key {id=7}");
    }

    @Test
    void nullsThatAreNotDistinctCollide() throws SQLException {
        PRODUCTION.execute(
                "ALTER TABLE product ADD ean text; UPDATE product SET ean = id; ALTER TABLE product ADD UNIQUE NULLS NOT DISTINCT (ean)");
        PRODUCTION.execute("UPDATE product SET ean = NULL WHERE id = 8");

        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(PRODUCT, row("id", "10", "sku", "A10", "ean", null)),
                        "INSERT INTO public.product (id, sku, ean) VALUES (10, 'A10', NULL)");

        assertThat(inTheWay(conflict)).containsExactly("product_ean_key {id=8}");
    }

    @Test
    void aConstraintThatMayHoldLaterIsNotBrokenYet() throws SQLException {
        PRODUCTION.execute(
                """
                ALTER TABLE product ADD ean text, ADD shelf int;
                ALTER TABLE product ADD CONSTRAINT later UNIQUE (ean) DEFERRABLE INITIALLY DEFERRED;
                CREATE TABLE shelf (id int PRIMARY KEY);
                ALTER TABLE product ADD CONSTRAINT shelved FOREIGN KEY (shelf) REFERENCES shelf DEFERRABLE INITIALLY DEFERRED;
                UPDATE product SET ean = 'e7' WHERE id = 7
                """);

        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(
                                PRODUCT, row("id", "10", "sku", "A8", "ean", "e7", "shelf", "1")),
                        "INSERT INTO public.product (id, sku) VALUES (10, 'A8')");

        assertThat(conflict.type()).isEqualTo(ConflictType.UNIQUE_EXISTS);
        assertThat(names(conflict)).containsExactly("product_sku_key");
    }

    @Test
    void aConstraintThatWaitedIsBrokenAtTheEnd() throws SQLException {
        PRODUCTION.execute(
                """
                ALTER TABLE product ADD ean text CONSTRAINT later UNIQUE DEFERRABLE INITIALLY IMMEDIATE;
                UPDATE product SET ean = 'e7' WHERE id = 7
                """);

        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(PRODUCT, row("id", "10", "sku", "A10", "ean", "e7")),
                        "INSERT INTO public.product (id, sku, ean) VALUES (10, 'A10', 'e7')");

        assertThat(conflict.type()).isEqualTo(ConflictType.UNIQUE_EXISTS);
        assertThat(inTheWay(conflict)).containsExactly("later {id=7}");
    }

    @Test
    void anUpdateThatMeetsAnExclusionNamesAllThatOverlap() throws SQLException {
        Conflict conflict =
                PRODUCTION.conflict(
                        new Update(
                                PRODUCT,
                                row("id", "9", "during", null),
                                row("id", "9", "during", "[4,6)")),
                        "UPDATE public.product SET during = '[4,6)' WHERE id = 9");

        assertThat(conflict.type()).isEqualTo(ConflictType.UPDATE_EXISTS);
        assertThat(inTheWay(conflict)).containsExactlyInAnyOrder("alone {id=7}", "alone {id=8}");
        assertThat(conflict.evidence().violations())
                .extracting(Violation::kind)
                .containsExactly(Violation.Kind.EXCLUSION);
    }

    @Test
    void anUpdateIntoAPartialIndexMeetsItsExpression() throws SQLException {
        Conflict conflict =
                PRODUCTION.conflict(
                        new Update(PRODUCT, row("id", "9"), row("id", "9", "price", "3")),
                        "UPDATE public.product SET price = 3 WHERE id = 9");

        assertThat(conflict.type()).isEqualTo(ConflictType.UPDATE_EXISTS);
        assertThat(inTheWay(conflict)).containsExactly("product_name {id=7}");
    }

    @Test
    void aUniqueIndexOfOnePartitionIsSearchedThere() throws SQLException {
        PRODUCTION.execute(
                """
                CREATE TABLE parted (id int PRIMARY KEY, code text) PARTITION BY RANGE (id);
                CREATE TABLE parted_low PARTITION OF parted FOR VALUES FROM (0) TO (100);
                CREATE UNIQUE INDEX low_code ON parted_low (code);
                INSERT INTO parted VALUES (1, 'x')
                """);

        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(PRODUCTION.table("parted"), row("id", "2", "code", "x")),
                        "INSERT INTO public.parted VALUES (2, 'x')");

        assertThat(conflict.type()).isEqualTo(ConflictType.UNIQUE_EXISTS);
        assertThat(inTheWay(conflict)).containsExactly("low_code {id=1}");
    }

    @Test
    void aCheckThatCannotBeComputedHidesNothingElse() throws SQLException {
        PRODUCTION.execute(
                "ALTER TABLE product ADD CONSTRAINT odd CHECK (1 / (id - 10) < 5) NOT VALID");

        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(PRODUCT, row("id", "10", "sku", "A8")),
                        "INSERT INTO public.product (id, sku) VALUES (11, 'A8')");

        assertThat(inTheWay(conflict)).containsExactly("product_sku_key {id=8}");
    }

    /// JDBC takes a question mark for the place of a value, jsonb for an operator, and a text for itself.
    @Test
    void constraintsWithQuestionMarksAreSearchedToo() throws SQLException {
        PRODUCTION.execute(
                """
                CREATE TABLE tagged (id int PRIMARY KEY, tags jsonb, note text,
                    CONSTRAINT no_draft CHECK (NOT tags ? 'draft'),
                    CONSTRAINT no_question CHECK (note NOT LIKE '%?%' AND note <> 'it''s?'),
                    is_new boolean GENERATED ALWAYS AS (tags ? 'new') STORED UNIQUE);
                CREATE UNIQUE INDEX only_one_top ON tagged ((tags ?| ARRAY['top', 'first'])) WHERE tags ? 'top';
                INSERT INTO tagged VALUES (1, '["top", "new"]', 'x')
                """);

        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(
                                new TableId("public", "tagged"),
                                row(
                                        "id",
                                        "2",
                                        "tags",
                                        "[\"top\", \"new\", \"draft\"]",
                                        "note",
                                        "a?b")),
                        "INSERT INTO public.tagged VALUES (2, '[\"top\", \"new\", \"draft\"]', 'a?b')");

        assertThat(names(conflict))
                .containsExactlyInAnyOrder(
                        "no_draft", "no_question", "tagged_is_new_key", "only_one_top");
    }

    @Test
    void aColumnThatOnlyProductionHasIsNullInANewRow() throws SQLException {
        PRODUCTION.execute(
                "ALTER TABLE product ADD season text; CREATE UNIQUE INDEX once ON product (maker, category, season) NULLS NOT DISTINCT"
                        + " WHERE id IN (7, 10)");

        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(
                                PRODUCT,
                                row("id", "10", "sku", "A10", "category", "2", "maker", "5")),
                        "INSERT INTO public.product VALUES (10, 'A10', NULL, NULL, 2, 5)");

        assertThat(conflict.type()).isEqualTo(ConflictType.UNIQUE_EXISTS);
        assertThat(inTheWay(conflict)).containsExactly("once {id=7}");
    }

    private static List<String> names(Conflict conflict) {
        return conflict.evidence().violations().stream().map(it -> it.name().orElse("?")).toList();
    }

    private static List<String> inTheWay(Conflict conflict) {
        return conflict.blockers().stream()
                .map(it -> it.constraint().orElse("?") + " " + Map.copyOf(it.key()))
                .toList();
    }
}
