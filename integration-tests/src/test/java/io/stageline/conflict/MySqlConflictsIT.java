package io.stageline.conflict;

import static io.stageline.conflict.Production.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent.Delete;
import io.stageline.changelog.ChangeEvent.Insert;
import io.stageline.changelog.ChangeEvent.Update;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.conflict.Conflict.Difference;
import io.stageline.conflict.Conflict.Seen;
import io.stageline.conflict.Conflict.Violation;
import io.stageline.conflict.Refusal.Cause;
import io.stageline.database.CatalogueReader;
import io.stageline.database.Column;
import io.stageline.database.MySqlText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What only MySQL has: collations, indexes over prefixes and arrays, and errors that do not say what they met.
class MySqlConflictsIT {
    private static final Production PRODUCTION = Production.of(Production.Kind.MYSQL);

    @AfterAll
    static void drop() {
        PRODUCTION.close();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "utf8mb4_0900_ai_ci, Straße, STRASSE",
                "utf8mb4_0900_ai_ci, Café, cafe",
                "utf8mb4_general_ci, ~a ~, A",
                "utf8mb4_bin, ~a  ~, a",
                "latin1_german2_ci, Müller, mueller",
                "utf8mb4_0900_as_cs, Café, Café"
            })
    void aTextThatTheCollationTakesForTheSameHoldsTheKey(
            String collation, String wanted, String held) throws SQLException {
        hold(
                """
                CREATE TABLE item (id int PRIMARY KEY, code varchar(20) COLLATE %s, CONSTRAINT by_code UNIQUE (code));
                INSERT INTO item VALUES (1, 'other'), (2, '%s')
                """
                        .formatted(collation, held));

        Conflict conflict = inserting(row("id", "3", "code", wanted), "3, '" + wanted + "'");

        assertThat(conflict.type()).isEqualTo(ConflictType.UNIQUE_EXISTS);
        assertThat(inTheWay(conflict)).containsExactly("by_code {id=2}");
        assertThat(conflict.blockers().getFirst().row()).containsEntry("code", held);
    }

    /// MySQL's error names the first one only, and that in its message.
    @Test
    void allKeysThatAreTakenAreNamedAtOnce() throws SQLException {
        hold(
                """
                CREATE TABLE item (
                    id int PRIMARY KEY, code varchar(20), bytes varbinary(20), doc json, size int,
                    UNIQUE KEY first_three (code(3)), UNIQUE KEY two_bytes (bytes(2)),
                    UNIQUE KEY named ((cast(doc->>'$.name' AS char(20)))), UNIQUE KEY tagged ((cast(doc->'$.tags' AS unsigned ARRAY))),
                    UNIQUE KEY pair (size, code), UNIQUE KEY doubled ((size * 2 + CASE WHEN code = 'it''s\\\\' THEN 1 ELSE 0 END)));
                INSERT INTO item VALUES
                    (1, 'abcdef', 0x010203, '{"name": "x", "tags": [1, 2]}', 1), (2, 'bcd', 0x0202, '{"name": "y", "tags": [3]}', 2),
                    (3, 'it''s\\\\', NULL, NULL, 3), (4, NULL, NULL, NULL, NULL)
                """);

        Conflict conflict =
                inserting(
                        row(
                                "id",
                                "9",
                                "code",
                                "ABCX",
                                "bytes",
                                "AQIJ",
                                "doc",
                                "{\"name\": \"y\", \"tags\": [7, 3]}",
                                "size",
                                "1"),
                        "9, 'ABCX', 0x010209, '{\"name\": \"y\", \"tags\": [7, 3]}', 1");

        assertThat(conflict.type()).isEqualTo(ConflictType.MULTIPLE_UNIQUE_CONFLICTS);
        assertThat(inTheWay(conflict))
                .containsExactlyInAnyOrder(
                        "first_three {id=1}",
                        "two_bytes {id=1}",
                        "named {id=2}",
                        "tagged {id=2}",
                        "doubled {id=1}");
    }

    @Test
    void nullsDoNotCollide() throws SQLException {
        hold(
                """
                CREATE TABLE item (id int PRIMARY KEY, a int, b int, c int, UNIQUE KEY ab (a, b), UNIQUE KEY by_c (c));
                INSERT INTO item VALUES (1, 1, NULL, 5)
                """);

        Conflict conflict =
                inserting(row("id", "2", "a", "1", "b", null, "c", "5"), "2, 1, NULL, 5");

        assertThat(inTheWay(conflict)).containsExactly("by_c {id=1}");
    }

    /// Each computed from the one before; the last is in a key.
    @Test
    void columnsThatProductionComputesAreComputed() throws SQLException {
        hold(
                """
                CREATE TABLE item (id int PRIMARY KEY, amount decimal(8,2) INVISIBLE,
                    gross decimal(8,2) AS (amount * 1.19) VIRTUAL, label varchar(40) AS (concat('€ ', gross, ' it''s "ß" \\\\ ?')) STORED UNIQUE);
                INSERT INTO item (id, amount) VALUES (1, 10.01), (2, 20)
                """);

        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(item(), row("id", "3", "amount", "10.01")),
                        "INSERT INTO item (id, amount) VALUES (3, 10.01)");

        assertThat(inTheWay(conflict)).containsExactly("label {id=1}");
        assertThat(conflict.blockers().getFirst().row())
                .containsEntry("amount", "10.01")
                .containsEntry("label", "€ 11.91 it's \"ß\" \\ ?");
    }

    @Test
    void everyCheckThatIsEnforcedIsTold() throws SQLException {
        hold(
                """
                CREATE TABLE item (id int PRIMARY KEY, name varchar(20), `größe` int NOT NULL,
                    CONSTRAINT a_text CHECK (name <> 'it''s "ß€" \\\\ ?\\n'), CONSTRAINT b_size CHECK (`größe` > 3),
                    CONSTRAINT c_both CHECK (`größe` > 2 OR name IS NULL), CONSTRAINT d_off CHECK (`größe` > 5) NOT ENFORCED)
                """);

        Conflict conflict =
                inserting(
                        row("id", "1", "name", "it's \"ß€\" \\ ?\n", "größe", "1"),
                        "1, 'it''s \"ß€\" \\\\ ?\\n', 1");

        assertThat(conflict.type()).isEqualTo(ConflictType.VALUE_REJECTED);
        assertThat(conflict.sentence()).contains("the value of name by a_text (MySQL error 3819");
        assertThat(conflict.evidence().violations())
                .extracting(it -> it.name().orElse("?") + it.columns())
                .containsExactly("a_text[name]", "b_size[größe]", "c_both[name, größe]");
    }

    @Test
    void aColumnWithoutDefaultThatNobodyFillsIsNamed() throws SQLException {
        hold("CREATE TABLE item (id int PRIMARY KEY, a int NOT NULL, e enum('x', 'y') NOT NULL)");

        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(item(), row("id", "1")), "INSERT INTO item (id) VALUES (1)");

        assertThat(conflict.sentence()).contains("the value of a (MySQL error 1364");
        assertThat(conflict.evidence().violations())
                .extracting(Violation::columns)
                .containsExactly(List.of("a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    tinyint                          | 128
                    tinyint unsigned                 | -1
                    bigint unsigned                  | -1
                    bigint                           | 9223372036854775808
                    int                              | one
                    decimal(5,2)                     | 1000
                    float                            | 1e39
                    bit(3)                           | 8
                    year                             | 1900
                    date                             | 2026-13-01
                    datetime                         | 2026-12-01 25:00:00
                    timestamp                        | 2039-01-19 03:14:07
                    time                             | 839:00:00
                    char(3)                          | abcd
                    varchar(3)                       | abcd
                    varchar(3) CHARACTER SET latin1  | 漢
                    enum('a', 'b')                   | c
                    enum('a', 'b')                   | ~~
                    set('a', 'b')                    | a,c
                    json                             | {
                    binary(2)                        | AAAA
                    varbinary(2)                     | AAAA
                    vector(1)                        | AAAAAAAAAAA=
                    point                            | AAAA
                    point                            | AAAAAAECAAAAAgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADwPwAAAAAAAPA/
                    point SRID 4326                  | AAAAAAEBAAAAAAAAAAAA8D8AAAAAAAAAQA==
                    """)
    void theColumnWhoseValueDoesNotFitIsNamed(String type, String value) throws SQLException {
        hold("CREATE TABLE item (id int PRIMARY KEY, good varchar(20), v %s)".formatted(type));
        String written = MySqlText.valueOf(column("v"), "'" + value + "'");

        Conflict conflict =
                inserting(row("id", "1", "good", "x", "v", value), "1, 'x', " + written);

        assertThat(conflict.type()).isEqualTo(ConflictType.VALUE_REJECTED);
        assertThat(conflict.sentence()).contains("production refuses the value of v (MySQL error");
        assertThat(conflict.differences())
                .containsExactly(
                        new Difference(
                                "v",
                                new Seen.Nothing(),
                                new Seen.Value(value),
                                new Seen.Nothing()));
    }

    @Test
    void anEnumThatHoldsNoLabelIsShownAsItIs() throws SQLException {
        hold(
                """
                CREATE TABLE item (id int PRIMARY KEY, e enum('a', 'b'), day date, CONSTRAINT by_e UNIQUE (e, day));
                SET sql_mode = ''; INSERT INTO item VALUES (1, 'x', '0000-00-00')
                """);

        Conflict differs =
                PRODUCTION.conflict(
                        new Update(
                                item(),
                                row("id", "1", "e", "a", "day", "2026-02-31"),
                                row("id", "1", "e", "b", "day", "2026-02-31")),
                        new Cause.RowDiffers());

        assertThat(differs.type()).isEqualTo(ConflictType.UPDATE_ORIGIN_DIFFERS);
        assertThat(differs.differences())
                .containsExactly(
                        new Difference(
                                "e", new Seen.Value("a"), new Seen.Value("b"), new Seen.Value("")),
                        new Difference(
                                "day",
                                new Seen.Value("2026-02-31"),
                                new Seen.Value("2026-02-31"),
                                new Seen.Value("0000-00-00")));
    }

    /// The row keeps the number 0, which a key of production covers.
    @Test
    void aRowWhoseEnumHoldsNoLabelIsSearchedWithIt() throws SQLException {
        hold(
                """
                CREATE TABLE item (id int PRIMARY KEY, e enum('a', 'b'), n int, CONSTRAINT by_e UNIQUE (e, n));
                SET sql_mode = ''; INSERT INTO item VALUES (1, 'x', 1), (2, 'x', 2)
                """);

        Conflict conflict =
                PRODUCTION.conflict(
                        new Update(item(), null, row("id", "1", "n", "2")),
                        "UPDATE item SET n = 2 WHERE id = 1");

        assertThat(conflict.type()).isEqualTo(ConflictType.UPDATE_EXISTS);
        assertThat(inTheWay(conflict)).containsExactly("by_e {id=2}");
    }

    @Test
    void aKeyIsFoundByItsCollationAndToldApartByItsText() throws SQLException {
        hold(
                """
                CREATE TABLE item (code varchar(20) PRIMARY KEY, name varchar(20));
                INSERT INTO item VALUES ('abc', 'Roll')
                """);

        Conflict conflict =
                PRODUCTION.conflict(
                        new Insert(item(), row("code", "ABC", "name", "Roll")),
                        "INSERT INTO item VALUES ('ABC', 'Roll')");

        assertThat(conflict.type()).isEqualTo(ConflictType.INSERT_EXISTS);
        assertThat(conflict.differences()).extracting(Difference::column).containsExactly("code");
    }

    @Test
    void parentsAndChildrenAreFoundByTheCollationToo() throws SQLException {
        hold(
                """
                CREATE TABLE item (code varchar(20) PRIMARY KEY);
                CREATE TABLE part (id int PRIMARY KEY, item varchar(20), other varchar(20),
                    CONSTRAINT of_item FOREIGN KEY (item) REFERENCES item (code),
                    CONSTRAINT of_other FOREIGN KEY (other) REFERENCES item (code));
                INSERT INTO item VALUES ('straße'); INSERT INTO part VALUES (1, 'STRASSE', NULL)
                """);

        Conflict child =
                PRODUCTION.conflict(new Delete(item(), row("code", "straße")), "DELETE FROM item");
        Conflict parent =
                PRODUCTION.conflict(
                        new Insert(
                                PRODUCTION.table("part"),
                                row("id", "2", "item", "Strasse", "other", "x")),
                        "INSERT INTO part VALUES (2, 'Strasse', 'x')");

        assertThat(inTheWay(child)).containsExactly("of_item {id=1}");
        assertThat(inTheWay(parent)).containsExactly("of_other {code=x}");
    }

    /// MySQL does not say that only the one foreign key refused.
    @Test
    void childrenThatWouldGoWithItAreNotInTheWay() throws SQLException {
        hold(
                """
                CREATE TABLE item (id int PRIMARY KEY);
                CREATE TABLE part (id int PRIMARY KEY, item int, CONSTRAINT goes FOREIGN KEY (item) REFERENCES item (id) ON DELETE CASCADE);
                CREATE TABLE review (id int PRIMARY KEY, item int, CONSTRAINT stays FOREIGN KEY (item) REFERENCES item (id));
                INSERT INTO item VALUES (1); INSERT INTO part VALUES (1, 1); INSERT INTO review VALUES (2, 1)
                """);

        Conflict conflict =
                PRODUCTION.conflict(new Delete(item(), row("id", "1")), "DELETE FROM item");

        assertThat(conflict.type()).isEqualTo(ConflictType.CHILD_EXISTS);
        assertThat(inTheWay(conflict)).containsExactly("stays {id=2}");
    }

    private static Conflict inserting(RowImage after, String values) throws SQLException {
        return PRODUCTION.conflict(
                new Insert(item(), after), "INSERT INTO item VALUES (" + values + ")");
    }

    private static TableId item() {
        return PRODUCTION.table("item");
    }

    private static Column column(String name) throws SQLException {
        try (Connection connection = PRODUCTION.open()) {
            return CatalogueReader.read(connection, item()::equals)
                    .table(item())
                    .flatMap(table -> table.column(name))
                    .orElseThrow();
        }
    }

    private static void hold(String sql) {
        PRODUCTION.begin(sql);
    }

    private static List<String> inTheWay(Conflict conflict) {
        return conflict.blockers().stream()
                .map(it -> it.constraint().orElse("?") + " " + Map.copyOf(it.key()))
                .toList();
    }
}
