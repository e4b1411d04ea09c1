package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.publisher.PublisherConfig.ConflictPolicy;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.Role;
import io.stageline.testing.ServerKind;
import io.stageline.testing.Servers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Random edits in staging while somebody writes what collides with them into production: at every look production is staging
/// without the held source transactions, and equal in the end, when what was in the way is gone and all is released.
///
/// The seed is told when it fails and can be set: `-Dstageline.seed=…`.
class RandomHoldsIT {
    private static final String POSTGRES =
            """
            CREATE TABLE category (id int PRIMARY KEY, name text UNIQUE);
            CREATE TABLE product (id int PRIMARY KEY, category_id int REFERENCES category, sku text UNIQUE,
                slot numeric, active boolean, price int);
            CREATE UNIQUE INDEX product_slot ON product (slot) WHERE active;
            CREATE TABLE journal (line int, note text);
            ALTER TABLE journal REPLICA IDENTITY FULL
            """;

    private static final String MYSQL =
            """
            CREATE TABLE category (id int PRIMARY KEY, name varchar(40) UNIQUE);
            CREATE TABLE product (id int PRIMARY KEY, category_id int, sku varchar(40) UNIQUE,
                slot decimal(10, 2), active boolean, price int, FOREIGN KEY (category_id) REFERENCES category (id));
            CREATE UNIQUE INDEX product_slot ON product ((IF(active, slot, NULL)));
            CREATE TABLE journal (line int, note text)
            """;

    /// `$` is a small random number, `@` a letter in one case or the other. One row each, so that what a statement does depends on that row alone.
    private static final List<String> EDITS =
            List.of(
                    "INSERT INTO category VALUES ($, concat('@ame ', $))",
                    "UPDATE category SET name = concat('@ame ', $) WHERE id = $",
                    "DELETE FROM category WHERE id = $",
                    "INSERT INTO product VALUES ($, $, concat('@ku ', $), $, true, 0)",
                    "INSERT INTO product VALUES ($, NULL, concat('@ku ', $), $, false, 0)",
                    "UPDATE product SET price = $ WHERE id = $",
                    "UPDATE product SET sku = concat('@ku ', $) WHERE id = $",
                    "UPDATE product SET slot = $, active = NOT active WHERE id = $",
                    "UPDATE product SET category_id = $ WHERE id = $",
                    "UPDATE product SET id = $ WHERE id = $",
                    "DELETE FROM product WHERE id = $",
                    "INSERT INTO journal VALUES ($, 'note')",
                    "UPDATE journal SET note = concat(note, '.') WHERE ");

    /// Rows from 1000 on are production's own.
    private static final List<String> INTRUSIONS =
            List.of(
                    "INSERT INTO category VALUES (1000 + #, concat('@ame ', $))",
                    "INSERT INTO product VALUES (1000 + #, NULL, concat('@ku ', $), NULL, false, 0)",
                    "INSERT INTO product VALUES (1000 + #, $, concat('of production ', #), NULL, false, 0)",
                    "INSERT INTO product VALUES (1000 + #, NULL, concat('of production ', #), $, true, 0)");

    private static final int TRANSACTIONS = 400;
    private static final int LOOK_EVERY = 50;
    private static final int KEYS = 9;

    private final long seed = Long.getLong("stageline.seed", ThreadLocalRandom.current().nextInt());
    private final Random random = new Random(seed);
    private final Map<Long, List<String>> committed = new TreeMap<>();

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void productionIsStagingWithoutTheHeldSet(ServerKind kind) throws SQLException {
        String schema =
                switch (kind) {
                    case POSTGRES -> POSTGRES;
                    case MYSQL -> MYSQL;
                };
        try (var pipeline = TestPipeline.of(kind, schema)) {
            var inbox = new Inbox(pipeline);
            int held = 0;
            for (int i = 1; i <= TRANSACTIONS; i++) {
                edit(pipeline, kind);
                if (i % 7 == 0) {
                    intrude(pipeline, i);
                }
                if (i % LOOK_EVERY == 0) {
                    pipeline.publish(TestPipeline.config(ConflictPolicy.HOLD, 40, 20000));
                    held = Math.max(held, inbox.held().size());
                    expectStagingWithout(inbox.held(), pipeline, kind, schema);
                }
            }
            assertThat(held).isGreaterThan(5);
            assertThat(ownConflicts(pipeline, kind)).isEmpty();
            assertThat(inbox.held().size()).isLessThan(committed.size());

            pipeline.production()
                    .execute(
                            "DELETE FROM product WHERE id >= 1000; DELETE FROM category WHERE id >= 1000");
            releaseAll(inbox);

            inbox.assertEmpty();
            expectEqualRows(pipeline.production(), pipeline.staging());
        } catch (AssertionError e) {
            throw new AssertionError("With -Dstageline.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    /// Conflicts in which nothing of production's own has part: what depended on something held was let through.
    private static List<List<@Nullable String>> ownConflicts(
            TestPipeline pipeline, ServerKind kind) {
        return pipeline.production()
                .query(
                        switch (kind) {
                            case POSTGRES ->
                                    """
                                    SELECT sequence, sentence FROM stageline.conflict
                                    WHERE NOT EXISTS (SELECT FROM json_array_elements(detail::json -> 'blockers') b
                                        WHERE (b -> 'row' ->> 'id')::int >= 1000 OR (b -> 'key' ->> 'id')::int >= 1000)
                                    """;
                            case MYSQL ->
                                    """
                                    SELECT sequence, sentence FROM stageline.conflict
                                    WHERE NOT EXISTS (SELECT 1 FROM JSON_TABLE(detail, '$.blockers[*]' COLUMNS (
                                            row_id int PATH '$.row.id', key_id int PATH '$.key.id')) b
                                        WHERE b.row_id >= 1000 OR b.key_id >= 1000)
                                    """;
                        });
    }

    /// One to three edits that all find their row, or none.
    private void edit(TestPipeline pipeline, ServerKind kind) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            String template = EDITS.get(random.nextInt(EDITS.size()));
            statements.add(
                    filled(template.endsWith(" WHERE ") ? template + oneLine(kind) : template, 0));
        }
        if (accepted(pipeline.staging(), statements)) {
            long before = pipeline.sequence().value();
            pipeline.capture();
            if (pipeline.sequence().value() > before) { // MySQL does not log what changes nothing
                committed.put(pipeline.sequence().value(), statements);
            }
        }
    }

    /// One of several equal rows.
    private static String oneLine(ServerKind kind) {
        return switch (kind) {
            case POSTGRES -> "ctid = (SELECT min(ctid) FROM journal WHERE line = $)";
            case MYSQL -> "line = $ LIMIT 1";
        };
    }

    private void intrude(TestPipeline pipeline, int number) throws SQLException {
        String sql = INTRUSIONS.get(random.nextInt(INTRUSIONS.size()));
        accepted(pipeline.production(), List.of(filled(sql, number)));
    }

    private static boolean accepted(RealDatabase database, List<String> statements)
            throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                for (String sql : statements) {
                    if (statement.executeUpdate(sql) == 0) {
                        connection.rollback();
                        return false;
                    }
                }
                connection.commit();
                return true;
            } catch (SQLException _) {
                connection.rollback();
                return false;
            }
        }
    }

    private String filled(String template, int number) {
        var sql = new StringBuilder();
        for (char c : template.replace("#", Integer.toString(number)).toCharArray()) {
            switch (c) {
                case '$' -> sql.append(1 + random.nextInt(KEYS));
                case '@' -> sql.append(random.nextBoolean() ? 'n' : 'N');
                default -> sql.append(c);
            }
        }
        return sql.toString();
    }

    /// Everything but the held source transactions, one by one, in a database of its own.
    private void expectStagingWithout(
            List<Long> held, TestPipeline pipeline, ServerKind kind, String schema)
            throws SQLException {
        try (RealDatabase model = model(kind)) {
            model.execute(schema);
            for (Map.Entry<Long, List<String>> one : committed.entrySet()) {
                if (!held.contains(one.getKey())) {
                    assertThat(accepted(model, one.getValue())).as("%s", one).isTrue();
                }
            }
            expectEqualRows(pipeline.production(), model);
        }
    }

    private static RealDatabase model(ServerKind kind) {
        return switch (kind) {
            case POSTGRES -> Servers.postgres(Role.PRODUCTION).createDatabase();
            case MYSQL -> Servers.mysql(Role.PRODUCTION).createDatabase();
        };
    }

    private static void expectEqualRows(RealDatabase one, RealDatabase other) {
        for (String query :
                List.of(
                        "SELECT * FROM category WHERE id < 1000",
                        "SELECT * FROM product WHERE id < 1000",
                        "SELECT * FROM journal")) {
            assertThat(one.query(query))
                    .as(query)
                    .containsExactlyInAnyOrderElementsOf(other.query(query));
        }
    }

    private static void releaseAll(Inbox inbox) {
        List<Long> held = inbox.held();
        while (!held.isEmpty()) {
            Inbox.assertDone(inbox.release(held.getFirst()));
            assertThat(inbox.held()).doesNotContain(held.getFirst());
            held = inbox.held();
        }
    }
}
