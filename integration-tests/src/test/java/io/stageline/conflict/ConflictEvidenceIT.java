package io.stageline.conflict;

import static io.stageline.conflict.Production.row;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// The report of a conflict is complete at once, and tells nothing that is not so.
@ParameterizedClass
@MethodSource("io.stageline.conflict.Production#ofEachKind")
class ConflictEvidenceIT {
    private final Production production;
    private final TableId product;

    ConflictEvidenceIT(Production production) {
        this.production = production;
        this.product = production.table("product");
    }

    @BeforeEach
    void shop() {
        production.begin(
                """
                CREATE TABLE category (id int PRIMARY KEY, parent int, CONSTRAINT parent FOREIGN KEY (parent) REFERENCES category (id));
                CREATE TABLE maker (id int PRIMARY KEY);
                CREATE TABLE product (
                    id int PRIMARY KEY, sku varchar(20) NOT NULL, name varchar(40), price numeric(8, 2), category int, maker int,
                    CONSTRAINT product_sku_key UNIQUE (sku), CONSTRAINT dear CHECK (price >= 0),
                    CONSTRAINT of_category FOREIGN KEY (category) REFERENCES category (id),
                    CONSTRAINT made FOREIGN KEY (maker) REFERENCES maker (id));
                INSERT INTO category VALUES (1, NULL), (2, 1);
                INSERT INTO maker VALUES (5);
                INSERT INTO product VALUES (7, 'A7', 'Roll', 1, 2, 5), (8, 'A8', 'Bun', 2, 2, 5), (9, 'A9', 'roll', 0, 2, 5)
                """);
    }

    @Test
    void everyConstraintThatIsBrokenIsNamedAtOnce() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Insert(
                                product,
                                row("id", "10", "sku", "A8", "price", "-1", "category", "77")),
                        "INSERT INTO product (id, sku) VALUES (10, 'A8')");

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
                production.conflict(
                        new Insert(
                                product,
                                row("id", "10", "sku", "A10", "category", "77", "maker", "6")),
                        "INSERT INTO product (id, sku, category, maker) VALUES (10, 'A10', 77, 6)");

        assertThat(conflict.type()).isEqualTo(ConflictType.PARENT_MISSING);
        assertThat(inTheWay(conflict)).containsExactly("made {id=6}", "of_category {id=77}");
        assertThat(names(conflict)).containsExactly("made", "of_category");
    }

    @Test
    void theBlockingRowIsShownWhole() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Insert(product, row("id", "10", "sku", "A8")),
                        "INSERT INTO product (id, sku) VALUES (10, 'A8')");

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
                                "2.00",
                                "category",
                                "2",
                                "maker",
                                "5"));
    }

    @Test
    void theRowIsShownInThreeViewsColumnByColumn() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Update(
                                product,
                                row("id", "7", "sku", "A7", "name", "Loaf"),
                                row("id", "7", "sku", "A7", "name", "Croissant")),
                        new Refusal.Cause.RowDiffers());

        assertThat(conflict.evidence().columns())
                .extracting(Difference::column)
                .containsExactly("id", "sku", "name", "price", "category", "maker");
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
                                new Seen.Value("1.00")));
    }

    @Test
    void aUniqueColumnThatProductionComputesIsSearchedByWhatItWillBe() throws SQLException {
        production.execute(
                """
                CREATE TABLE computed (id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a * 2) STORED, CONSTRAINT computed_b_key UNIQUE (b));
                INSERT INTO computed (id, a) VALUES (1, 10), (2, 20)
                """);

        Conflict insert =
                production.conflict(
                        new Insert(production.table("computed"), row("id", "3", "a", "20")),
                        "INSERT INTO computed (id, a) VALUES (3, 20)");
        Conflict update =
                production.conflict(
                        new Update(production.table("computed"), null, row("id", "1", "a", "20")),
                        "UPDATE computed SET a = 20 WHERE id = 1");

        assertThat(inTheWay(insert)).containsExactly("computed_b_key {id=2}");
        assertThat(inTheWay(update)).containsExactly("computed_b_key {id=2}");
    }

    @Test
    void aColumnThatOnlyProductionHasIsNullInANewRow() throws SQLException {
        production.execute(
                """
                CREATE TABLE once (id int PRIMARY KEY, maker int, season varchar(9));
                CREATE UNIQUE INDEX once_only ON once ((coalesce(season, '-')), maker);
                INSERT INTO once VALUES (1, 5, NULL), (2, 6, NULL), (3, 5, 'x')
                """);

        Conflict conflict =
                production.conflict(
                        new Insert(production.table("once"), row("id", "4", "maker", "5")),
                        "INSERT INTO once (id, maker) VALUES (4, 5)");

        assertThat(conflict.type()).isEqualTo(ConflictType.UNIQUE_EXISTS);
        assertThat(inTheWay(conflict)).containsExactly("once_only {id=1}");
    }

    @Test
    void aChangedRowWhoseNewValueDoesNotFitShowsWhatDiffersAllTheSame() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Update(
                                product,
                                row("id", "7", "sku", "A7", "name", "Loaf"),
                                row("id", "7", "sku", "A".repeat(21), "name", "Loaf")),
                        new Refusal.Cause.RowDiffers());

        assertThat(conflict.type()).isEqualTo(ConflictType.UPDATE_ORIGIN_DIFFERS);
        assertThat(conflict.differences()).extracting(Difference::column).containsExactly("name");
    }

    @Test
    void aRowFurtherDownACascadeIsShown() throws SQLException {
        production.execute(
                """
                CREATE TABLE part (id int PRIMARY KEY, product int, FOREIGN KEY (product) REFERENCES product (id) ON DELETE CASCADE);
                CREATE TABLE review (id int PRIMARY KEY, part int, stars int, CONSTRAINT of_part FOREIGN KEY (part) REFERENCES part (id));
                INSERT INTO part VALUES (1, 7), (2, 7), (3, 8);
                INSERT INTO review VALUES (11, 2, 5), (12, 3, 1)
                """);

        Conflict conflict =
                production.conflict(
                        new Delete(product, row("id", "7")), "DELETE FROM product WHERE id = 7");

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
                production.conflict(
                        new Insert(production.table("category"), row("id", "1", "parent", "1")),
                        "INSERT INTO category VALUES (1, 1)");

        assertThat(conflict.type()).isEqualTo(ConflictType.INSERT_EXISTS);
        assertThat(names(conflict)).containsExactly(production.primaryKey("category"));
    }

    @Test
    void aMissingValueAndABrokenCheckAreBothTold() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Insert(product, row("id", "10", "sku", null, "price", "-1")),
                        "INSERT INTO product (id, sku, price) VALUES (10, NULL, -1)");

        assertThat(conflict.type()).isEqualTo(ConflictType.VALUE_REJECTED);
        assertThat(conflict.evidence().violations())
                .extracting(Violation::kind)
                .containsExactly(Violation.Kind.NOT_NULL, Violation.Kind.CHECK);
    }

    @Test
    void aKeyThatProductionCannotReadIsNamed() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Insert(product, row("id", "99999999999", "sku", "A8")),
                        "INSERT INTO product (id, sku) VALUES (99999999999, 'A8')");

        assertThat(conflict.type()).isEqualTo(ConflictType.VALUE_REJECTED);
        assertThat(conflict.sentence())
                .contains(
                        "the value of id (" + production.of("SQLSTATE 22003", "MySQL error 1264"));
        assertThat(names(conflict)).containsExactly("product_sku_key");
    }

    @Test
    void whatWasRefusedAtTheEndIsNotTakenForApplied() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Insert(product, row("id", "7", "sku", "A7")),
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
