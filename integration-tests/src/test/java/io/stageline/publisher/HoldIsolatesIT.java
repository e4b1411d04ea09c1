package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.publisher.state.CommandRequest.Resolution;
import io.stageline.testing.ServerKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is in conflict is held with all that depends on it, and nothing else; released, it comes in order. The cases of a kind of server share a
/// pipeline, which takes longer to make than a case.
@ParameterizedClass
@EnumSource(ServerKind.class)
class HoldIsolatesIT {
    /// First a change of the source transaction in conflict, then one of a later one, then whether that one depends on it. MySQL makes a unique
    /// key of some rows by an expression, and of an expression all is held.
    private static final String CASES =
            """
            the same row                  | UPDATE product SET price = 5 WHERE id = 1      | UPDATE product SET price = 6 WHERE id = 1        | held
            another row                   | UPDATE product SET price = 5 WHERE id = 1      | UPDATE product SET price = 6 WHERE id = 2        | flows
            a row that moves away         | UPDATE product SET id = 9 WHERE id = 1         | INSERT INTO product VALUES (1, 1, 'n', 1)        | held
            a row at its new key          | UPDATE product SET id = 9 WHERE id = 1         | UPDATE product SET price = 2 WHERE id = 9        | held
            a value an update frees       | UPDATE product SET sku = 'z' WHERE id = 1      | INSERT INTO product VALUES (3, 1, 'a', 1)        | held
            a value a delete frees        | DELETE FROM product WHERE id = 1               | INSERT INTO product VALUES (3, 1, 'a', 1)        | held
            a value that was taken        | INSERT INTO product VALUES (3, 1, 'c', 1)      | DELETE FROM product WHERE sku = 'c'; INSERT INTO product VALUES (4, 1, 'c', 1) | held
            a value nobody had            | UPDATE product SET sku = 'z' WHERE id = 1      | INSERT INTO product VALUES (3, 1, 'c', 1)        | flows
            a child of a new parent       | INSERT INTO category VALUES (3, 'three')       | INSERT INTO product VALUES (3, 3, 'c', 1)        | held
            a child of another parent     | INSERT INTO category VALUES (3, 'three')       | INSERT INTO product VALUES (3, 1, 'c', 1)        | flows
            a child of a renamed parent   | UPDATE category SET name = 'first' WHERE id = 1 | INSERT INTO product VALUES (3, 1, 'c', 1)       | flows
            a parent whose child goes     | DELETE FROM product WHERE id = 2               | DELETE FROM category WHERE id = 2                | held
            a parent whose child leaves   | UPDATE product SET category_id = 1 WHERE id = 2 | DELETE FROM category WHERE id = 2               | held
            a table that is emptied       | TRUNCATE journal                               | INSERT INTO journal VALUES ('new')               | held
            rows that are emptied away    | INSERT INTO journal VALUES ('new')             | TRUNCATE journal                                 | held
            new rows without row key      | INSERT INTO journal VALUES ('new')             | INSERT INTO journal VALUES ('newer')             | flows
            a row without row key         | INSERT INTO journal VALUES ('new')             | DELETE FROM journal WHERE note = 'one'           | held
            an expression that is unique  | INSERT INTO person VALUES (1, 'A')             | INSERT INTO person VALUES (2, 'B')               | held
            a value some rows must share not | UPDATE coupon SET active = false WHERE id = 1 | INSERT INTO coupon VALUES (2, 'k', true)        | held
            another such value            | UPDATE coupon SET active = false WHERE id = 1  | INSERT INTO coupon VALUES (2, 'm', true)         | held on MYSQL
            a number written otherwise    | DELETE FROM weight WHERE id = 1                | INSERT INTO weight VALUES (2, 1.00)              | held
            another number                | DELETE FROM weight WHERE id = 1                | INSERT INTO weight VALUES (2, 1.01)              | flows
            another table                 | UPDATE product SET price = 5 WHERE id = 1      | INSERT INTO journal VALUES ('new')               | flows
            """;

    private static final String POSTGRES =
            """
            CREATE TABLE category (id int PRIMARY KEY, name varchar(20) UNIQUE);
            CREATE TABLE product (id int PRIMARY KEY, category_id int REFERENCES category,
                sku text UNIQUE, price numeric CHECK (price >= 0));
            CREATE TABLE journal (note text);
            ALTER TABLE journal REPLICA IDENTITY FULL;
            CREATE TABLE person (id int PRIMARY KEY, email text);
            CREATE UNIQUE INDEX ON person (lower(email));
            CREATE TABLE coupon (id int PRIMARY KEY, code text, active boolean);
            CREATE UNIQUE INDEX ON coupon (code) WHERE active;
            CREATE TABLE weight (id int PRIMARY KEY, weight numeric UNIQUE);
            CREATE TABLE marker (id int PRIMARY KEY, note text)
            """;

    private static final String MYSQL =
            """
            CREATE TABLE category (id int PRIMARY KEY, name varchar(20) UNIQUE);
            CREATE TABLE product (id int PRIMARY KEY, category_id int, sku varchar(20) UNIQUE,
                price decimal(10, 2) CHECK (price >= 0), FOREIGN KEY (category_id) REFERENCES category (id));
            CREATE TABLE journal (note text);
            CREATE TABLE person (id int PRIMARY KEY, email varchar(20));
            CREATE UNIQUE INDEX email ON person ((lower(email)));
            CREATE TABLE coupon (id int PRIMARY KEY, code varchar(20), active boolean);
            CREATE UNIQUE INDEX code ON coupon ((IF(active, code, NULL)));
            CREATE TABLE weight (id int PRIMARY KEY, weight decimal(10, 2) UNIQUE);
            CREATE TABLE marker (id int PRIMARY KEY, note text)
            """;

    private static final Map<ServerKind, TestPipeline> PIPELINES = new EnumMap<>(ServerKind.class);

    private final ServerKind kind;
    private final TestPipeline pipeline;
    private final Inbox inbox;
    private final List<Long> expected = new ArrayList<>();
    private boolean passed;

    HoldIsolatesIT(ServerKind kind) {
        this.kind = kind;
        this.pipeline = PIPELINES.computeIfAbsent(kind, HoldIsolatesIT::newPipeline);
        this.inbox = new Inbox(pipeline);
    }

    private static TestPipeline newPipeline(ServerKind kind) {
        return TestPipeline.of(
                kind,
                switch (kind) {
                    case POSTGRES -> POSTGRES;
                    case MYSQL -> MYSQL;
                });
    }

    /// What a case that failed has left is no other's.
    @AfterEach
    void closeAfterAFailure() {
        if (!passed) {
            close();
        }
    }

    @AfterAll
    static void close() {
        PIPELINES.values().forEach(TestPipeline::close);
        PIPELINES.clear();
    }

    private void given() {
        pipeline.change(
                "DELETE FROM product; DELETE FROM category; DELETE FROM journal; DELETE FROM person; DELETE FROM coupon; DELETE FROM weight; "
                        + "DELETE FROM marker; INSERT INTO category VALUES (1, 'one'), (2, 'two'); "
                        + "INSERT INTO product VALUES (1, 1, 'a', 1), (2, 2, 'b', 1); INSERT INTO journal VALUES ('one'); "
                        + "INSERT INTO coupon VALUES (1, 'k', true); INSERT INTO weight VALUES (1, 1.0)");
        pipeline.publish(Inbox.holding());
        pipeline.production().execute("INSERT INTO marker VALUES (99, 'of production')");
    }

    /// On MySQL a TRUNCATE would be a source transaction of its own.
    private String inATransaction(String sql) {
        return switch (kind) {
            case POSTGRES -> sql;
            case MYSQL -> sql.replace("TRUNCATE", "DELETE FROM");
        };
    }

    private void inConflict(String sql) {
        String first = "INSERT INTO marker VALUES (99, 'of staging')";
        pipeline.change(sql.isEmpty() ? first : first + "; " + inATransaction(sql));
        expected.add(pipeline.sequence().value());
    }

    private void later(String sql, String fate) {
        pipeline.change(inATransaction(sql));
        if (fate.equals("held") || fate.equals("held on " + kind)) {
            expected.add(pipeline.sequence().value());
        }
        pipeline.change("INSERT INTO marker VALUES (1, 'unrelated')");
    }

    private void expectHeldAndReleased() {
        assertThat(inbox.held()).isEqualTo(expected);
        assertThat(pipeline.production().value("SELECT count(*) FROM marker WHERE id = 1"))
                .isEqualTo("1");

        Inbox.assertDone(inbox.release(expected.getFirst(), new Resolution.ApplyRemote()));

        inbox.assertEmpty();
        pipeline.assertEqual();
        passed = true;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = CASES)
    void oneAfterTheOther(String name, String inConflict, String later, String fate) {
        given();
        inConflict(inConflict);
        pipeline.publish(Inbox.holding());
        later(later, fate);

        pipeline.publish(Inbox.holding());

        expectHeldAndReleased();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = CASES)
    void inOneBatch(String name, String inConflict, String later, String fate) {
        given();
        inConflict(inConflict);
        later(later, fate);

        pipeline.publish(Inbox.holding());

        expectHeldAndReleased();
    }

    /// The first of the two is held only because it meets what was held before.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = CASES)
    void inOneBatchAsDependents(String name, String dependent, String later, String fate) {
        given();
        inConflict("");
        pipeline.publish(Inbox.holding());
        pipeline.change(
                "UPDATE marker SET note = 'again' WHERE id = 99; " + inATransaction(dependent));
        expected.add(pipeline.sequence().value());
        later(later, fate);

        pipeline.publish(Inbox.holding());

        expectHeldAndReleased();
    }

    @Nested
    class InTheSameBatch {
        /// The value was given to the row by a source transaction of the same batch that flows.
        @Test
        void aValueThatTheBatchItselfBroughtIsFreed() {
            given();
            inConflict("");
            pipeline.publish(Inbox.holding());
            pipeline.change(
                    "UPDATE product SET sku = 'm' WHERE id = 1",
                    "UPDATE marker SET note = 'again' WHERE id = 99; UPDATE product SET sku = 'n' WHERE id = 1",
                    "INSERT INTO product VALUES (3, 1, 'm', 1)");
            long last = pipeline.sequence().value();
            expected.addAll(List.of(last - 1, last));
            pipeline.change("INSERT INTO marker VALUES (1, 'unrelated')");

            pipeline.publish(Inbox.holding());

            assertThat(pipeline.production().value("SELECT sku FROM product WHERE id = 1"))
                    .isEqualTo("m");
            expectHeldAndReleased();
        }
    }
}
