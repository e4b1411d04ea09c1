package io.stageline.publisher.target;

import static io.stageline.publisher.target.MySqlWriting.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.conflict.Refusal;
import io.stageline.database.FailureKind;
import io.stageline.publisher.Operation;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a target promises, on a MySQL production.
class TargetMySqlIT {
    private static final String ITEM =
            """
            CREATE TABLE item (id int PRIMARY KEY, name varchar(40) UNIQUE, price decimal(30,10), doc json, spot point,
                twice int AS (id * 2) STORED, hidden int INVISIBLE DEFAULT 5,
                touched timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6))
            """;

    @Test
    void writesValuesThatJsonHasToEscape() throws SQLException {
        try (var writing = new MySqlWriting(ITEM)) {
            String odd = "\" \\ ' \n \u0000 \u001f 𝄞 ß \\u0041";

            assertThat(
                            writing.insert(
                                    "item",
                                    "id name hidden",
                                    row("1", odd, "7"),
                                    row("2", null, null)))
                    .isEqualTo(new Outcome.Written(2));
            assertThat(writing.read("item", "id", "name", "1", "2"))
                    .extracting(image -> image.value("name"))
                    .containsExactly(odd, null);
            assertThat(writing.query("SELECT id, twice, hidden FROM item"))
                    .containsExactly("1 2 7", "2 4 null");
        }
    }

    @Test
    void countsRowsThatHaveTheNewValuesAlready() throws SQLException {
        try (var writing = new MySqlWriting(ITEM)) {
            writing.insert("item", "id name", row("1", "a"), row("2", "b"));

            assertThat(
                            writing.write(
                                    "item",
                                    Operation.UPDATE,
                                    "name",
                                    "id",
                                    "",
                                    row("a", "1"),
                                    row("c", "2")))
                    .isEqualTo(new Outcome.Written(2));
            assertThat(
                            writing.write(
                                    "item",
                                    Operation.UPDATE,
                                    "name",
                                    "id",
                                    "",
                                    row("a", "1"),
                                    row("c", "3")))
                    .isEqualTo(new Outcome.Missed(2, 1));
            assertThat(writing.write("item", Operation.DELETE, "", "id", "", row("1"), row("3")))
                    .isEqualTo(new Outcome.Missed(2, 1));
        }
    }

    @Test
    void countsARowOnceThatTwoKeysName() throws SQLException {
        try (var writing =
                new MySqlWriting("CREATE TABLE word (word varchar(20) PRIMARY KEY, n int)")) {
            writing.insert("word", "word n", row("a", "1"), row("b", "2"));

            assertThat(
                            writing.write(
                                    "word",
                                    Operation.UPDATE,
                                    "n",
                                    "word",
                                    "",
                                    row("3", "a"),
                                    row("4", "A")))
                    .isEqualTo(new Outcome.Missed(2, 1));
        }
    }

    /// What the collation takes for equal is another value all the same, and so is what only looks equal as a double.
    @Test
    void noticesEveryChangeOfARowThatStagingDidNotMake() throws SQLException {
        try (var writing = new MySqlWriting(ITEM)) {
            String price = "12345678901234567890.0000000001";
            writing.insert(
                    "item",
                    "id name price doc spot",
                    row("1", "Foo", price, "{\"a\": [1, null]}", null));
            @Nullable String[] asItIs = row("x", "1", "Foo", price, "{\"a\":[1,null]}", null);

            for (int i = 2; i < 6; i++) {
                @Nullable String[] other = asItIs.clone();
                other[i] =
                        List.of(
                                        "foo",
                                        "12345678901234567890.0000000002",
                                        "{}",
                                        "AAAAAAEBAAAAAAAAAAAA8D8AAAAAAAAAQA==")
                                .get(i - 2);
                assertThat(guarded(writing, other))
                        .as("value %d", i)
                        .isEqualTo(new Outcome.Missed(1, 0));
            }
            assertThat(guarded(writing, asItIs)).isEqualTo(new Outcome.Written(1));
        }
    }

    private static Outcome guarded(MySqlWriting writing, @Nullable String[] row)
            throws SQLException {
        return writing.write("item", Operation.UPDATE, "name", "id", "name price doc spot", row);
    }

    @Test
    void leavesAloneWhatAnUpdateDoesNotName() throws SQLException {
        try (var writing = new MySqlWriting(ITEM)) {
            writing.insert("item", "id name touched", row("1", "a", "2020-01-01 00:00:00.000001"));

            writing.write("item", Operation.UPDATE, "name", "id", "", row("b", "1"));
            assertThat(writing.query("SELECT name, touched FROM item"))
                    .containsExactly("b 2020-01-01 00:00:00.000001");
            writing.write(
                    "item", Operation.UPDATE, "touched", "id", "", row("2021-01-01 00:00:00", "1"));
            assertThat(writing.query("SELECT touched FROM item"))
                    .containsExactly("2021-01-01 00:00:00");
        }
    }

    @Test
    void writesOneOfEqualRowsWithoutKey() throws SQLException {
        try (var writing =
                new MySqlWriting(
                        "CREATE TABLE line (n int, note varchar(20), touched datetime ON UPDATE CURRENT_TIMESTAMP)")) {
            writing.insert(
                    "line", "n note", row("1", "a"), row("1", "a"), row("1", "A"), row(null, null));

            assertThat(
                            writing.write(
                                    "line",
                                    Operation.UPDATE,
                                    "note",
                                    "",
                                    "n note",
                                    row("b", "1", "a")))
                    .isEqualTo(new Outcome.Written(1));
            assertThat(writing.write("line", Operation.DELETE, "", "", "n note", row("1", "a")))
                    .isEqualTo(new Outcome.Written(1));
            assertThat(writing.write("line", Operation.DELETE, "", "", "n note", row("1", "a")))
                    .isEqualTo(new Outcome.Missed(1, 0));
            assertThat(writing.write("line", Operation.DELETE, "", "", "n note", row(null, null)))
                    .isEqualTo(new Outcome.Written(1));
            assertThat(writing.query("SELECT * FROM line"))
                    .containsExactlyInAnyOrder("1 b null", "1 A null");
        }
    }

    @Test
    void tellsWhatRefusedByItsName() throws SQLException {
        try (var writing =
                new MySqlWriting(
                        ITEM
                                + "; CREATE TABLE part (id int PRIMARY KEY, item int, CONSTRAINT of_item FOREIGN KEY (item) REFERENCES item (id))")) {
            writing.insert("item", "id name", row("1", "it's for key 'item.PRIMARY'"));
            writing.insert("part", "id item", row("1", "1"));

            assertThat(
                            refusal(
                                    writing.insert(
                                            "item",
                                            "id name",
                                            row("2", "IT'S FOR KEY 'item.PRIMARY'"))))
                    .returns(FailureKind.UNIQUE, Refusal.Cause.Rejected::kind)
                    .returns(Optional.of("name"), Refusal.Cause.Rejected::constraint);
            assertThat(refusal(writing.insert("part", "id item", row("2", "9"))))
                    .returns(FailureKind.FOREIGN_KEY, Refusal.Cause.Rejected::kind)
                    .returns(Optional.of("of_item"), Refusal.Cause.Rejected::constraint);
            assertThat(refusal(writing.write("item", Operation.DELETE, "", "id", "", row("1"))))
                    .returns(FailureKind.FOREIGN_KEY, Refusal.Cause.Rejected::kind)
                    .returns(Optional.of("of_item"), Refusal.Cause.Rejected::constraint);
            assertThat(refusal(writing.insert("item", "id name", row("3", "x".repeat(41)))))
                    .returns(FailureKind.VALUE, Refusal.Cause.Rejected::kind)
                    .returns(Optional.of("name"), Refusal.Cause.Rejected::column);
            assertThat(writing.query("SELECT count(*) FROM item")).containsExactly("1");
        }
    }

    private static Refusal.Cause.Rejected refusal(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        return ((Outcome.Rejected) outcome).cause();
    }

    @Test
    void goesBackToASavepointAfterARefusal() throws SQLException {
        try (var writing = new MySqlWriting(ITEM)) {
            writing.insert("item", "id", row("1"));
            Savepoint before = writing.connection.setSavepoint();
            writing.insert("item", "id", row("2"));

            assertThat(writing.insert("item", "id", row("3"), row("1")))
                    .isInstanceOf(Outcome.Rejected.class);
            assertThat(writing.query("SELECT id FROM item")).containsExactly("1", "2");
            writing.connection.rollback(before);
            writing.connection.commit();
            assertThat(writing.production.query("SELECT id FROM item")).hasSize(1);
        }
    }

    @Test
    void sendsNoMoreThanAPacketHolds() throws SQLException {
        try (var writing =
                withPacketOf(1 << 20, "CREATE TABLE text (id int PRIMARY KEY, text longtext)")) {
            String text = "\\'".repeat(20_000);
            @Nullable String[][] rows =
                    IntStream.range(0, 100)
                            .mapToObj(i -> row(Integer.toString(i), text))
                            .toArray(String[][]::new);

            assertThat(writing.insert("text", "id text", rows)).isEqualTo(new Outcome.Written(100));
            assertThat(writing.query("SELECT count(*), sum(length(text)) FROM text"))
                    .containsExactly("100 4000000");
            assertThat(refusal(writing.insert("text", "id text", row("1000", "x".repeat(2 << 20)))))
                    .returns(FailureKind.VALUE, Refusal.Cause.Rejected::kind);
        }
    }

    private static MySqlWriting withPacketOf(int bytes, String schema) throws SQLException {
        var before = new MySqlWriting("DO 1");
        try (before;
                Statement statement = before.connection.createStatement()) {
            String packet = before.query("SELECT @@GLOBAL.max_allowed_packet").getFirst();
            statement.execute("SET GLOBAL max_allowed_packet = " + bytes);
            try {
                return new MySqlWriting(schema);
            } finally {
                statement.execute("SET GLOBAL max_allowed_packet = " + packet);
            }
        }
    }

    /// Of a small table MySQL would rather read every row, and wait for whoever holds one of them.
    @Test
    void waitsForNoRowsButThoseItWrites() throws SQLException {
        try (var writing = new MySqlWriting(ITEM, "?sessionVariables=innodb_lock_wait_timeout=1");
                var other = writing.production.connect();
                Statement statement = other.createStatement()) {
            writing.insert("item", "id name", row("1", "a"), row("2", "b"));
            writing.connection.commit();
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM item WHERE id = 2 FOR UPDATE");

            assertThat(writing.write("item", Operation.UPDATE, "name", "id", "", row("x", "1")))
                    .isEqualTo(new Outcome.Written(1));
            assertThat(writing.write("item", Operation.DELETE, "", "id", "", row("1")))
                    .isEqualTo(new Outcome.Written(1));
        }
    }

    @Test
    void handsAUniqueValueOnInTheOrderOfTheRows() throws SQLException {
        try (var writing = new MySqlWriting("CREATE TABLE chain (id int PRIMARY KEY)")) {
            int count = 3000;
            writing.insert(
                    "chain",
                    "id",
                    IntStream.range(0, count).mapToObj(i -> row("" + i)).toArray(String[][]::new));
            List<@Nullable String[]> moves =
                    new java.util.ArrayList<>(
                            IntStream.range(0, count)
                                    .mapToObj(i -> row("" + (i + 1), "" + i))
                                    .toList());
            assertThat(
                            writing.write(
                                    "chain",
                                    Operation.UPDATE,
                                    "id",
                                    "id",
                                    "",
                                    moves.toArray(String[][]::new)))
                    .isInstanceOf(Outcome.Rejected.class);
            Collections.reverse(moves);

            assertThat(
                            writing.write(
                                    "chain",
                                    Operation.UPDATE,
                                    "id",
                                    "id",
                                    "",
                                    moves.toArray(String[][]::new)))
                    .isEqualTo(new Outcome.Written(count));
        }
    }

    @Test
    void anEmptiedTableIsFullAgainAfterARollback() throws SQLException {
        try (var writing =
                new MySqlWriting(
                        ITEM
                                + """
                                ; CREATE TABLE part (id int PRIMARY KEY, item int, parent int, FOREIGN KEY (item) REFERENCES item (id),
                                    FOREIGN KEY (parent) REFERENCES part (id))
                                """)) {
            writing.insert("item", "id", row("1"), row("2"));
            writing.insert(
                    "part",
                    "id item parent",
                    row("1", "1", null),
                    row("2", "1", "1"),
                    row("3", "2", "3"));
            writing.connection.commit();

            assertThat(refusal(writing.truncate("item")).kind()).isEqualTo(FailureKind.FOREIGN_KEY);
            assertThat(writing.truncate("item", "part")).isEqualTo(new Outcome.Written(0));
            assertThat(writing.query("SELECT id FROM item UNION ALL SELECT id FROM part"))
                    .isEmpty();
            writing.connection.rollback();
            assertThat(writing.query("SELECT id FROM item UNION ALL SELECT id FROM part"))
                    .hasSize(5);
        }
    }

    @Test
    void emptyingATableTakesNoRowOfAnotherAlong() throws SQLException {
        try (var writing =
                new MySqlWriting(
                        ITEM
                                + "; CREATE TABLE part (id int PRIMARY KEY, item int, FOREIGN KEY (item) REFERENCES item (id) ON DELETE CASCADE)")) {
            writing.insert("item", "id", row("1"));
            writing.insert("part", "id item", row("1", null));
            assertThat(writing.truncate("item")).isEqualTo(new Outcome.Written(0));
            writing.insert("item", "id", row("1"));
            writing.insert("part", "id item", row("2", "1"));

            assertThat(refusal(writing.truncate("item")).kind()).isEqualTo(FailureKind.FOREIGN_KEY);
            assertThat(writing.query("SELECT id FROM part")).hasSize(2);
        }
    }

    /// Only the statement is undone; nothing is said about the data.
    @Test
    void aLockThatTimesOutIsNoRefusal() throws SQLException {
        try (var writing = new MySqlWriting(ITEM, "?sessionVariables=innodb_lock_wait_timeout=1")) {
            writing.insert("item", "id", row("1"), row("2"));
            writing.connection.commit();
            writing.insert("item", "id", row("3"));
            try (var other = writing.production.connect();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("SELECT * FROM item WHERE id = 2 FOR UPDATE");

                assertThatThrownBy(() ->
                                writing.write(
                                        "item", Operation.DELETE, "", "id", "", row("1"), row("2")))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e ->
                                        assertThat(FailureKind.kindOf(e))
                                                .isEqualTo(FailureKind.LOCK_TIMEOUT));
            }
            assertThat(writing.query("SELECT id FROM item")).containsExactly("1", "2", "3");
        }
    }

    @Test
    void waitsForLocksNoLongerThanOnPostgres() throws SQLException {
        try (var writing = new MySqlWriting(ITEM)) {
            assertThat(writing.query("SELECT @@innodb_lock_wait_timeout, @@lock_wait_timeout"))
                    .containsExactly("30 30");
        }
    }
}
