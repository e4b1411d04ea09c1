package io.stageline.conflict;

import static io.stageline.conflict.Production.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.ChangeEvent.Delete;
import io.stageline.changelog.ChangeEvent.Insert;
import io.stageline.changelog.ChangeEvent.Truncate;
import io.stageline.changelog.ChangeEvent.Update;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.conflict.Conflict.Blocker;
import io.stageline.conflict.Conflict.Difference;
import io.stageline.conflict.Conflict.Seen;
import io.stageline.conflict.Refusal.Cause;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@MethodSource("io.stageline.conflict.Production#ofEachKind")
class ConflictCheckerIT {
    private static final Cause MISSING = new Cause.RowMissing();
    private static final Cause DIFFERS = new Cause.RowDiffers();

    private final Production production;
    private final TableId product;
    private final TableId category;

    ConflictCheckerIT(Production production) {
        this.production = production;
        this.product = production.table("product");
        this.category = production.table("category");
    }

    @BeforeEach
    void shop() {
        production.begin(
                """
                CREATE TABLE category (id int PRIMARY KEY, name varchar(5), parent int,
                    CONSTRAINT parent FOREIGN KEY (parent) REFERENCES category (id));
                CREATE TABLE product (
                    id int PRIMARY KEY, sku varchar(20) NOT NULL, ean varchar(20), name varchar(40), price numeric(8, 2), category int,
                    CONSTRAINT product_sku_key UNIQUE (sku), CONSTRAINT product_ean_key UNIQUE (ean), CONSTRAINT dear CHECK (price >= 0),
                    CONSTRAINT of_category FOREIGN KEY (category) REFERENCES category (id));
                CREATE UNIQUE INDEX product_name ON product ((lower(name)));
                CREATE TABLE keyless (note varchar(20), n int);
                INSERT INTO category VALUES (1, 'food', NULL), (2, 'bread', 1);
                INSERT INTO product VALUES (7, 'A7', 'e7', 'Roll', 1.50, 2), (8, 'A8', 'e8', 'Bun', 2.00, 2);
                INSERT INTO keyless VALUES ('one', 1)
                """);
    }

    @Test
    void aRowThatIsAlreadyThereToTheLastBitIsApplied() throws SQLException {
        ChangeEvent insert = new Insert(product, seven("name", "Roll"));

        assertThat(production.explain(insert, inserting("7, 'A7'")))
                .isEqualTo(new Verdict.AlreadyApplied());
    }

    @Test
    void anInsertOfAKeyThatHoldsOtherValuesExists() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Insert(product, seven("name", "Croissant")), inserting("7, 'A7'"));

        assertThat(conflict.type()).isEqualTo(ConflictType.INSERT_EXISTS);
        assertThat(conflict.key()).isEqualTo(Map.of("id", "7"));
        assertThat(conflict.differences())
                .containsExactly(
                        new Difference(
                                "name",
                                new Seen.Nothing(),
                                new Seen.Value("Croissant"),
                                new Seen.Value("Roll")));
        assertThat(conflict.sentence())
                .isEqualTo(
                        "#1042 inserts into "
                                + product
                                + " (id=7), but production already has that row with another"
                                + " name: make it the same there, or delete it there.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"roll", "Roll ", " Roll", "R\u00f4ll"})
    void aTextThatIsNearlyTheSameIsNotTheSame(String name) throws SQLException {
        Conflict conflict =
                production.conflict(new Insert(product, seven("name", name)), inserting("7, 'A7'"));

        assertThat(conflict.differences()).extracting(Difference::column).containsExactly("name");
    }

    @Test
    void anInsertWhoseUniqueValueAnotherRowHoldsNamesTheHolder() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Insert(product, row("id", "9", "sku", "A8")), inserting("9, 'A8'"));

        assertThat(conflict.type()).isEqualTo(ConflictType.UNIQUE_EXISTS);
        assertThat(withoutRows(conflict)).containsExactly(holder("product_sku_key", "8"));
        assertThat(conflict.sentence())
                .contains("(id=8) holds its value of unique key product_sku_key (sku)");
    }

    @Test
    void allHoldersOfAllUniqueKeysAreNamedAtOnce() throws SQLException {
        RowImage after = row("id", "9", "sku", "A7", "ean", "e8", "name", "BUN", "price", "1");

        Conflict conflict = production.conflict(new Insert(product, after), inserting("9, 'A7'"));

        assertThat(conflict.type()).isEqualTo(ConflictType.MULTIPLE_UNIQUE_CONFLICTS);
        assertThat(withoutRows(conflict))
                .containsExactlyInAnyOrder(
                        holder("product_sku_key", "7"),
                        holder("product_ean_key", "8"),
                        holder("product_name", "8"));
    }

    @Test
    void anUpdateOfAMissingRowIsMissing() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Update(product, null, row("id", "9", "sku", "A9")), MISSING);

        assertThat(conflict.type()).isEqualTo(ConflictType.UPDATE_MISSING);
        assertThat(conflict.key()).isEqualTo(Map.of("id", "9"));
    }

    @Test
    void anUpdateThatProductionAlreadyHasIsApplied() throws SQLException {
        ChangeEvent update = new Update(product, seven("name", "Old"), seven("name", "Roll"));

        assertThat(production.explain(update, DIFFERS)).isEqualTo(new Verdict.AlreadyApplied());
    }

    @Test
    void anUpdateOfARowThatSomebodyChangedShowsAllThreeViews() throws SQLException {
        production.execute("UPDATE product SET price = 9.99 WHERE id = 7");

        Conflict conflict =
                production.conflict(
                        new Update(product, seven("name", "Roll"), seven("name", "Croissant")),
                        DIFFERS);

        assertThat(conflict.type()).isEqualTo(ConflictType.UPDATE_ORIGIN_DIFFERS);
        assertThat(conflict.differences())
                .containsExactly(
                        new Difference(
                                "price",
                                new Seen.Value("1.50"),
                                new Seen.Value("1.50"),
                                new Seen.Value("9.99")));
        assertThat(conflict.sentence())
                .contains("somebody else changed price of that row")
                .doesNotContain("9.99");
    }

    @Test
    void anUpdateToAUniqueValueOfAnotherRowExists() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Update(product, null, row("id", "7", "sku", "A8")),
                        "UPDATE product SET sku = 'A8' WHERE id = 7");

        assertThat(conflict.type()).isEqualTo(ConflictType.UPDATE_EXISTS);
        assertThat(withoutRows(conflict)).containsExactly(holder("product_sku_key", "8"));
    }

    @Test
    void anUpdateOfTheKeyToOneThatIsTakenExists() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Update(product, row("id", "7"), row("id", "8", "sku", "A7")),
                        "UPDATE product SET id = 8 WHERE id = 7");

        assertThat(conflict.type()).isEqualTo(ConflictType.UPDATE_EXISTS);
        assertThat(withoutRows(conflict))
                .containsExactly(holder(production.primaryKey("product"), "8"));
    }

    @Test
    void anUpdateOfTheKeyThatProductionAlreadyHasIsApplied() throws SQLException {
        ChangeEvent update = new Update(product, row("id", "6"), seven("name", "Roll"));

        assertThat(production.explain(update, MISSING)).isEqualTo(new Verdict.AlreadyApplied());
    }

    @Test
    void aDeleteOfAMissingRowIsMissing() throws SQLException {
        Conflict conflict = production.conflict(new Delete(product, row("id", "9")), MISSING);

        assertThat(conflict.type()).isEqualTo(ConflictType.DELETE_MISSING);
        assertThat(conflict.sentence())
                .startsWith(
                        "#1042 deletes from "
                                + product
                                + " (id=9), but production has no such row");
    }

    @Test
    void aDeleteOfARowThatSomebodyChangedDiffers() throws SQLException {
        Conflict conflict = production.conflict(new Delete(product, seven("name", "Old")), DIFFERS);

        assertThat(conflict.type()).isEqualTo(ConflictType.DELETE_ORIGIN_DIFFERS);
        assertThat(conflict.differences())
                .containsExactly(
                        new Difference(
                                "name",
                                new Seen.Value("Old"),
                                new Seen.Nothing(),
                                new Seen.Value("Roll")));
    }

    @Test
    void aDeleteThatChildrenNeedShowsManyAndCountsAll() throws SQLException {
        production.execute(
                """
                INSERT INTO product (id, sku, category)
                WITH RECURSIVE s (n) AS (SELECT 100 UNION ALL SELECT n + 1 FROM s WHERE n < 199) SELECT n, concat('s', n), 2 FROM s
                """);

        Conflict conflict =
                production.conflict(
                        new Delete(category, row("id", "2")), "DELETE FROM category WHERE id = 2");

        assertThat(conflict.type()).isEqualTo(ConflictType.CHILD_EXISTS);
        assertThat(withoutRows(conflict)).hasSize(100).contains(holder("of_category", "7"));
        assertThat(conflict.sentence()).contains("102 of " + product + " through of_category");
    }

    @Test
    void childrenOfTheSameTableAreFoundToo() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Delete(category, row("id", "1")), "DELETE FROM category WHERE id = 1");

        assertThat(withoutRows(conflict))
                .containsExactly(
                        Blocker.unseen(category, Optional.of("parent"), Map.of("id", "2")));
    }

    @Test
    void anUpdateOfAKeyThatChildrenNeedNamesThem() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Update(category, row("id", "2"), row("id", "3", "parent", "1")),
                        "UPDATE category SET id = 3 WHERE id = 2");

        assertThat(conflict.type()).isEqualTo(ConflictType.CHILD_EXISTS);
    }

    @Test
    void aMissingParentIsNamedWithTheKeyThatIsNeeded() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Insert(product, row("id", "9", "sku", "A9", "category", "77")),
                        "INSERT INTO product (id, sku, category) VALUES (9, 'A9', 77)");

        assertThat(conflict.type()).isEqualTo(ConflictType.PARENT_MISSING);
        assertThat(withoutRows(conflict))
                .containsExactly(
                        Blocker.unseen(category, Optional.of("of_category"), Map.of("id", "77")));
        assertThat(conflict.sentence())
                .contains("foreign key of_category needs " + category + " (id=77)");
    }

    @Test
    void aValueThatIsTooLongIsNamedByItsColumn() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Insert(category, row("id", "3", "name", "chocolate", "parent", null)),
                        "INSERT INTO category (id, name) VALUES (3, 'chocolate')");

        assertThat(conflict.type()).isEqualTo(ConflictType.VALUE_REJECTED);
        assertThat(conflict.differences()).extracting(Difference::column).containsExactly("name");
        assertThat(conflict.sentence())
                .contains(
                        "the value of name ("
                                + production.of("SQLSTATE 22001", "MySQL error 1406"));
    }

    @Test
    void aCheckIsNamedWithItsColumns() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Update(product, null, seven("price", "-1.00")),
                        "UPDATE product SET price = -1 WHERE id = 7");

        assertThat(conflict.type()).isEqualTo(ConflictType.VALUE_REJECTED);
        assertThat(conflict.sentence())
                .contains(
                        "the value of price by dear ("
                                + production.of("SQLSTATE 23514", "MySQL error 3819"));
    }

    @Test
    void aMissingValueIsNamedByItsColumn() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Insert(product, row("id", "9", "sku", null)), inserting("9, NULL"));

        assertThat(conflict.type()).isEqualTo(ConflictType.VALUE_REJECTED);
        assertThat(conflict.sentence()).contains("the value of sku");
    }

    @Test
    void aValueThatEvenTheSearchCannotReadIsRejectedAllTheSame() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Insert(product, row("id", "99999999999", "sku", "A9")),
                        inserting("99999999999, 'A9'"));

        assertThat(conflict.type()).isEqualTo(ConflictType.VALUE_REJECTED);
    }

    @Test
    void aTriggersRefusalIsTold() throws SQLException {
        production.execute(
                production.of(
                        """
                        CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'never on Sundays'; END $$;
                        CREATE TRIGGER no BEFORE INSERT ON category FOR EACH ROW EXECUTE FUNCTION no()
                        """,
                        "CREATE TRIGGER no BEFORE INSERT ON category FOR EACH ROW SIGNAL SQLSTATE '45000' SET message_text = 'never on Sundays'"));

        Conflict conflict =
                production.conflict(
                        new Insert(category, row("id", "3")),
                        "INSERT INTO category (id) VALUES (3)");

        assertThat(conflict.type()).isEqualTo(ConflictType.VALUE_REJECTED);
        assertThat(conflict.sentence()).contains("never on Sundays");
    }

    @Test
    void aColumnThatProductionLacksIsNamed() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Insert(category, row("id", "3", "colour", "red")),
                        "INSERT INTO category (id, colour) VALUES (3, 'red')");

        assertThat(conflict.type()).isEqualTo(ConflictType.SCHEMA_MISMATCH);
        assertThat(conflict.sentence()).contains("production's table lacks colour");
    }

    @Test
    void aTableThatProductionLacksIsNamed() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Insert(production.table("nowhere"), row("id", "3")),
                        "INSERT INTO nowhere VALUES (3)");

        assertThat(conflict.type()).isEqualTo(ConflictType.SCHEMA_MISMATCH);
        assertThat(conflict.sentence())
                .contains("production has no table " + production.table("nowhere"));
    }

    @Test
    void aTruncateThatAForeignKeyForbidsNamesTheTables() throws SQLException {
        Conflict conflict =
                production.conflict(
                        new Truncate(category),
                        production.of("TRUNCATE category", "DELETE FROM category"));

        assertThat(conflict.type()).isEqualTo(ConflictType.CHILD_EXISTS);
        assertThat(conflict.sentence()).contains("in production " + product + " refers to it");
    }

    @Test
    void aTableWithoutKeyIsSearchedByTheWholeRow() throws SQLException {
        RowImage gone = row("note", "two", "n", null);

        Conflict conflict =
                production.conflict(new Delete(production.table("keyless"), gone), MISSING);

        assertThat(conflict.type()).isEqualTo(ConflictType.DELETE_MISSING);
        assertThat(conflict.sentence()).contains("(note=two, n=NULL)");
    }

    private static List<Blocker> withoutRows(Conflict conflict) {
        return conflict.blockers().stream()
                .map(it -> Blocker.unseen(it.table(), it.constraint(), it.key()))
                .toList();
    }

    private Blocker holder(String constraint, String id) {
        return Blocker.unseen(product, Optional.of(constraint), Map.of("id", id));
    }

    private static String inserting(String idAndSku) {
        return "INSERT INTO product (id, sku) VALUES (" + idAndSku + ")";
    }

    /// Product 7 as production has it, but for one column.
    private static RowImage seven(String column, String value) {
        @Nullable String[] values = {
            "id", "7", "sku", "A7", "ean", "e7", "name", "Roll", "price", "1.50", "category", "2"
        };
        for (int i = 0; i < values.length; i += 2) {
            if (column.equals(values[i])) {
                values[i + 1] = value;
            }
        }
        return row(values);
    }
}
