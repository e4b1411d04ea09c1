package io.stageline.publisher.state;

import io.stageline.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Writes what a publisher holds straight into production, for tests of those who read it.
public final class HeldRows {
    private static final String PIPELINE = "shop";

    private HeldRows() {}

    /// Makes schema `stageline` with a checkpoint of pipeline `shop`, as if a publisher had run there.
    public static void begin(TestDatabase production) throws SQLException {
        try (Connection connection = production.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET application_name = 'a publisher'"); // a claim ends others of its name
            Reign.claim(connection, PIPELINE, 0, "a test");
        }
    }

    /// A source transaction of one insert that is in conflict.
    ///
    /// @param age since when, as an interval
    public static void conflict(
            TestDatabase production, long sequence, String type, String table, String age) {
        production.execute(
                """
                WITH found AS (
                    INSERT INTO stageline.conflict (pipeline, lane, sequence, ordinal, transaction_id, type, table_schema,
                        table_name, row_key, detail, sentence, found_at, held)
                    VALUES ('%1$s', 0, %2$d, 1, '77%2$d', '%3$s', 'public', '%4$s', '{"id": "%2$d"}',
                        '{"type": "%3$s", "sentence": "why"}', '#%2$d is refused', now(), true)
                    RETURNING id)
                INSERT INTO stageline.held_transaction (pipeline, lane, sequence, transaction_id, committed_at, position,
                    capture_epoch, topic_offset, changes, cause, conflict_id, sentence, held_at)
                SELECT '%1$s', 0, %2$d, '77%2$d', now() - interval '1 day', '0/1%2$d', 1, 100, 1, 'conflict', id,
                    '#%2$d is refused', now() - interval '%5$s' FROM found;
                INSERT INTO stageline.held_change VALUES
                    ('%1$s', 0, %2$d, 1, 'public', '%4$s', 'insert', NULL, '{"id": "%2$d", "name": null}')
                """
                        .formatted(PIPELINE, sequence, type, table, age));
    }

    /// A source transaction of one update that waits for an earlier one.
    public static void dependent(TestDatabase production, long sequence, long on, String table) {
        production.execute(
                """
                INSERT INTO stageline.held_transaction (pipeline, lane, sequence, transaction_id, committed_at, position,
                    capture_epoch, topic_offset, changes, cause, depends_on, sentence, held_at)
                VALUES ('%1$s', 0, %2$d, '77%2$d', now(), '0/1%2$d', 1, 100, 1, 'dependency', %3$d,
                    '#%2$d waits for #%3$d', now());
                INSERT INTO stageline.held_change VALUES
                    ('%1$s', 0, %2$d, 1, 'public', '%4$s', 'update', NULL, '{"id": "%3$d"}')
                """
                        .formatted(PIPELINE, sequence, on, table));
    }
}
