package io.stageline.publisher.state;

import io.stageline.testing.RealDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Writes what a publisher holds straight into production, for tests of those who read it.
public final class HeldRows {
    private static final String PIPELINE = "shop";
    private static final Duration DAY = Duration.ofDays(1);

    private HeldRows() {}

    /// Makes schema `stageline` with a checkpoint of pipeline `shop`, as if a publisher had run there.
    public static void begin(RealDatabase production) throws SQLException {
        try (Connection connection = production.open("a publisher")) {
            Reign.claim(connection, PIPELINE, 0, "a test");
        }
    }

    /// A source transaction of one insert that is in conflict.
    ///
    /// @param age since when: `5 minutes`, `2 hours`
    public static void conflict(
            RealDatabase production, long sequence, String type, String table, String age) {
        production.execute(
                """
                INSERT INTO stageline.conflict (pipeline, lane, sequence, ordinal, transaction_id, type, table_schema,
                    table_name, row_key, detail, sentence, found_at, held)
                VALUES ('%1$s', 0, %2$d, 1, '77%2$d', '%3$s', 'public', '%4$s', '{"id": "%2$d"}',
                    '{"type": "%3$s", "sentence": "why"}', '#%2$d is refused', '%6$s', true);
                INSERT INTO stageline.held_transaction (pipeline, lane, sequence, transaction_id, committed_at, position,
                    capture_epoch, topic_offset, changes, cause, conflict_id, sentence, held_at)
                SELECT '%1$s', 0, %2$d, '77%2$d', '%6$s', '0/1%2$d', 1, 100, 1, 'conflict', max(id),
                    '#%2$d is refused', '%5$s' FROM stageline.conflict;
                INSERT INTO stageline.held_change VALUES
                    ('%1$s', 0, %2$d, 1, 'public', '%4$s', 'insert', NULL, '{"id": "%2$d", "name": null}')
                """
                        .formatted(PIPELINE, sequence, type, table, before(age(age)), before(DAY)));
    }

    /// A source transaction of one update that waits for an earlier one.
    public static void dependent(RealDatabase production, long sequence, long on, String table) {
        production.execute(
                """
                INSERT INTO stageline.held_transaction (pipeline, lane, sequence, transaction_id, committed_at, position,
                    capture_epoch, topic_offset, changes, cause, depends_on, sentence, held_at)
                VALUES ('%1$s', 0, %2$d, '77%2$d', '%5$s', '0/1%2$d', 1, 100, 1, 'dependency', %3$d,
                    '#%2$d waits for #%3$d', '%5$s');
                INSERT INTO stageline.held_change VALUES
                    ('%1$s', 0, %2$d, 1, 'public', '%4$s', 'update', NULL, '{"id": "%3$d"}')
                """
                        .formatted(PIPELINE, sequence, on, table, before(Duration.ZERO)));
    }

    private static Duration age(String words) {
        String[] parts = words.split(" ", -1);
        long number = Long.parseLong(parts[0]);
        return parts[1].startsWith("hour") ? Duration.ofHours(number) : Duration.ofMinutes(number);
    }

    /// A literal of both kinds of servers.
    private static String before(Duration age) {
        return LocalDateTime.now(ZoneOffset.UTC)
                        .minus(age)
                        .format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS"))
                + "+00:00";
    }
}
