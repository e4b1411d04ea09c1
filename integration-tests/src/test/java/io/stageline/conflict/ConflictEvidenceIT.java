package io.stageline.conflict;

import static io.stageline.conflict.Production.row;
import static io.stageline.conflict.Production.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent.Delete;
import io.stageline.changelog.ChangeEvent.Insert;
import io.stageline.changelog.ChangeEvent.Update;
import io.stageline.changelog.TableId;
import io.stageline.conflict.Conflict.Difference;
import io.stageline.conflict.Conflict.Seen;
import io.stageline.conflict.Conflict.Violation;
import io.stageline.database.FailureKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The report of a conflict is complete at once, and tells nothing that is not so.
class ConflictEvidenceIT {
    private static final Production PRODUCTION = new Production();
    private static final TableId PRODUCT = table("product");

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
    void everyConstraintThatIsBrokenIsNamedAtOnce() throws SQLException {
        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(
                                PRODUCT,
                                row("id", "10", "sku", "A8", "price", "-1", "category", "77")),
                        "INSERT INTO public.product VALUES (10, 'A8', NULL, 1, 77)");

        assertThat(conflict.type()).isEqualTo(ConflictType.UNIQUE_EXISTS);
        assertThat(names(conflict)).containsExactly("product_sku_key", "of_category", "dear");
        assertThat(conflict.evidence().violations())
                .extracting(Violation::kind)
                .containsExactly(
                        Violation.Kind.UNIQUE, Violation.Kind.FOREIGN_KEY, Violation.Kind.CHECK);
        assertThat(inTheWay(conflict))
                .containsExactly("product_sku_key {id=8}", "of_category {id=77}");
        assertThat(conflict.sentence()).contains(", and of_category, dear would refuse it too:");
    }

    @Test
    void allMissingParentsAreNamedAtOnce() throws SQLException {
        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(
                                PRODUCT,
                                row("id", "10", "sku", "A10", "category", "77", "maker", "6")),
                        "INSERT INTO public.product VALUES (10, 'A10', NULL, 1, 77, 6)");

        assertThat(conflict.type()).isEqualTo(ConflictType.PARENT_MISSING);
        assertThat(inTheWay(conflict)).containsExactly("made {id=6}", "of_category {id=77}");
        assertThat(names(conflict)).containsExactly("made", "of_category");
    }

    @Test
    void theBlockingRowIsShownWhole() throws SQLException {
        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(PRODUCT, row("id", "10", "sku", "A8")),
                        "INSERT INTO public.product (id, sku) VALUES (10, 'A8')");

        assertThat(conflict.blockers().getFirst().row())
                .containsExactlyEntriesOf(
                        Production.values(
                                "id",
                                "8",
                                "sku",
                                "A8",
                                "name",
                                "Bun",
                                "price",
                                "2",
                                "category",
                                "2",
                                "maker",
                                "5",
                                "during",
                                "[5,9)"));
    }

    @Test
    void theRowIsShownInThreeViewsColumnByColumn() throws SQLException {
        Conflict conflict =
                PRODUCTION.conflict(
                        new Update(
                                PRODUCT,
                                row("id", "7", "sku", "A7", "name", "Loaf"),
                                row("id", "7", "sku", "A7", "name", "Croissant")),
                        new Refusal.Cause.RowDiffers());

        assertThat(conflict.evidence().columns())
                .extracting(Difference::column)
                .containsExactly("id", "sku", "name", "price", "category", "maker", "during");
        assertThat(conflict.evidence().columns())
                .contains(
                        new Difference(
                                "name",
                                new Seen.Value("Loaf"),
                                new Seen.Value("Croissant"),
                                new Seen.Value("Roll")),
                        new Difference(
                                "price",
                                new Seen.Nothing(),
                                new Seen.Nothing(),
                                new Seen.Value("1")));
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
    void aUniqueColumnThatProductionComputesIsSearchedByWhatItWillBe() throws SQLException {
        PRODUCTION.execute(
                """
                CREATE TABLE computed (id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a * 2) STORED UNIQUE);
                INSERT INTO computed VALUES (1, 10), (2, 20)
                """);

        Conflict insert =
                PRODUCTION.conflict(
                        new Insert(table("computed"), row("id", "3", "a", "20")),
                        "INSERT INTO public.computed VALUES (3, 20)");
        Conflict update =
                PRODUCTION.conflict(
                        new Update(table("computed"), null, row("id", "1", "a", "20")),
                        "UPDATE public.computed SET a = 20 WHERE id = 1");

        assertThat(inTheWay(insert)).containsExactly("computed_b_key {id=2}");
        assertThat(inTheWay(update)).containsExactly("computed_b_key {id=2}");
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
                        new Insert(table("parted"), row("id", "2", "code", "x")),
                        "INSERT INTO public.parted VALUES (2, 'x')");

        assertThat(conflict.type()).isEqualTo(ConflictType.UNIQUE_EXISTS);
        assertThat(inTheWay(conflict)).containsExactly("low_code {id=1}");
    }

    @Test
    void aRowFurtherDownACascadeIsShown() throws SQLException {
        PRODUCTION.execute(
                """
                CREATE TABLE part (id int PRIMARY KEY, product int REFERENCES product ON DELETE CASCADE);
                CREATE TABLE review (id int PRIMARY KEY, part int CONSTRAINT of_part REFERENCES part, stars int);
                INSERT INTO part VALUES (1, 7), (2, 7), (3, 8);
                INSERT INTO review VALUES (11, 2, 5), (12, 3, 1)
                """);

        Conflict conflict =
                PRODUCTION.conflict(
                        new Delete(PRODUCT, row("id", "7")),
                        "DELETE FROM public.product WHERE id = 7");

        assertThat(conflict.type()).isEqualTo(ConflictType.CHILD_EXISTS);
        assertThat(inTheWay(conflict)).containsExactly("of_part {id=11}");
        assertThat(conflict.blockers().getFirst().row()).containsEntry("stars", "5");
        assertThat(conflict.evidence().violations())
                .extracting(Violation::rows)
                .containsExactly(1L);
    }

    @Test
    void aRowThatIsItsOwnParentMissesNone() throws SQLException {
        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(table("category"), row("id", "1", "parent", "1")),
                        "INSERT INTO public.category VALUES (1, 1)");

        assertThat(conflict.type()).isEqualTo(ConflictType.INSERT_EXISTS);
        assertThat(names(conflict)).containsExactly("category_pkey");
    }

    @Test
    void aMissingValueAndABrokenCheckAreBothTold() throws SQLException {
        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(PRODUCT, row("id", "10", "sku", null, "price", "-1")),
                        "INSERT INTO public.product VALUES (10, NULL, NULL, -1)");

        assertThat(conflict.type()).isEqualTo(ConflictType.VALUE_REJECTED);
        assertThat(conflict.evidence().violations())
                .extracting(Violation::kind)
                .containsExactly(Violation.Kind.NOT_NULL, Violation.Kind.CHECK);
    }

    @Test
    void aKeyThatProductionCannotReadIsNamed() throws SQLException {
        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(PRODUCT, row("id", "99999999999", "sku", "A8")),
                        "INSERT INTO public.product VALUES (99999999999, 'A8')");

        assertThat(conflict.type()).isEqualTo(ConflictType.VALUE_REJECTED);
        assertThat(conflict.sentence()).contains("the value of id (SQLSTATE 22003");
        assertThat(names(conflict)).containsExactly("product_sku_key");
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
    void whatWasRefusedAtTheEndIsNotTakenForApplied() throws SQLException {
        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(PRODUCT, row("id", "7", "sku", "A7")),
                        new Refusal.Cause.RejectedAtEnd(
                                new Refusal.Cause.Rejected(
                                        FailureKind.FOREIGN_KEY,
                                        "SQLSTATE 23503",
                                        Optional.of("later"),
                                        Optional.empty(),
                                        "no")));

        assertThat(conflict.type()).isEqualTo(ConflictType.PARENT_MISSING);
        assertThat(conflict.sentence())
                .contains("later, checked when all")
                .contains("refused it: no");
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
