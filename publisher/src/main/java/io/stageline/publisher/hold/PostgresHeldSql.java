package io.stageline.publisher.hold;

import io.stageline.changelog.Sequence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Holds in PostgreSQL: many rows are an array a column.
record PostgresHeldSql() implements HeldSql {
    private static final int FETCH_ROWS = 500;

    /// Without statistics of what is held, every index looks as good as any other, and a search for each token reads all
    /// that is held (seen with 36,000 tokens: minutes for one statement). The server looks by itself only once a minute.
    private static final String ANALYZE =
            "ANALYZE stageline.held_footprint, stageline.held_change, stageline.held_transaction";

    private static final String KEEP_CHANGES =
            """
            INSERT INTO stageline.held_change
                (pipeline, lane, sequence, ordinal, table_schema, table_name, operation, before, after)
            SELECT ?, ?, u.sequence, u.ordinal, u.table_schema, u.table_name, u.operation, u.before::json, u.after::json
            FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                AS u(sequence, ordinal, table_schema, table_name, operation, before, after)
            """;

    private static final String KEEP_FOOTPRINT =
            """
            INSERT INTO stageline.held_footprint (pipeline, lane, token, writes, sequence)
            SELECT ?, ?, u.token, u.writes, u.sequence
            FROM unnest(?::bigint[], ?::boolean[], ?::bigint[]) AS u(token, writes, sequence)
            ORDER BY u.token
            ON CONFLICT DO NOTHING
            """;

    private static final String KEEP_TRANSACTIONS =
            """
            INSERT INTO stageline.held_transaction (pipeline, lane, sequence, transaction_id, committed_at, position,
                capture_epoch, topic_offset, changes, cause, depends_on, conflict_id, sentence, held_at)
            SELECT ?, ?, u.sequence, u.transaction_id, u.committed_at::timestamptz, u.position, u.capture_epoch,
                u.topic_offset, u.changes, u.cause, u.depends_on, u.conflict_id, u.sentence, clock_timestamp()
            FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[],
                    ?::bigint[], ?::bigint[], ?::text[])
                AS u(sequence, transaction_id, committed_at, position, capture_epoch, topic_offset, changes, cause,
                    depends_on, conflict_id, sentence)
            """;

    /// Which source transactions of a batch meet the held set, and the earliest one each meets. However many are held, a
    /// token costs two looks into an index: said as a range, no planner takes the index of sequences for the order and reads
    /// all of it for each token (seen with 8,000 tokens held: minutes for one batch).
    private static final String MEETINGS =
            """
            SELECT b.place, min(m.sequence)
            FROM unnest(?::bigint[], ?::boolean[], ?::int[]) AS b(token, writes, place)
            CROSS JOIN LATERAL (
                (SELECT h.sequence FROM stageline.held_footprint h
                 WHERE h.pipeline = ? AND h.lane = ? AND h.token BETWEEN b.token AND b.token AND h.writes
                 ORDER BY h.token, h.sequence LIMIT 1)
                UNION ALL
                (SELECT h.sequence FROM stageline.held_footprint h
                 WHERE h.pipeline = ? AND h.lane = ? AND h.token BETWEEN b.token AND b.token AND b.writes
                 ORDER BY h.token, h.sequence LIMIT 1)) m
            GROUP BY b.place
            """;

    /// The earliest one before it that a held one meets.
    private static final String STANDS_BEFORE =
            """
            SELECT min(m.sequence)
            FROM stageline.held_footprint b
            CROSS JOIN LATERAL (
                (SELECT h.sequence FROM stageline.held_footprint h
                 WHERE h.pipeline = b.pipeline AND h.lane = b.lane AND h.token BETWEEN b.token AND b.token AND h.writes
                   AND h.sequence < b.sequence
                 ORDER BY h.token, h.sequence LIMIT 1)
                UNION ALL
                (SELECT h.sequence FROM stageline.held_footprint h
                 WHERE h.pipeline = b.pipeline AND h.lane = b.lane AND h.token BETWEEN b.token AND b.token AND b.writes
                   AND h.sequence < b.sequence
                 ORDER BY h.token, h.sequence LIMIT 1)) m
            WHERE b.pipeline = ? AND b.lane = ? AND b.sequence = ?
            """;

    /// Which of some held ones meet an earlier held one that is not among them, and the earliest one each meets.
    private static final String STAND_BEFORE =
            """
            SELECT b.sequence, min(m.sequence)
            FROM stageline.held_footprint b
            CROSS JOIN LATERAL (
                (SELECT h.sequence FROM stageline.held_footprint h
                 WHERE h.pipeline = b.pipeline AND h.lane = b.lane AND h.token BETWEEN b.token AND b.token AND h.writes
                   AND h.sequence < b.sequence AND h.sequence NOT IN (SELECT unnest(?::bigint[]))
                 ORDER BY h.token, h.sequence LIMIT 1)
                UNION ALL
                (SELECT h.sequence FROM stageline.held_footprint h
                 WHERE h.pipeline = b.pipeline AND h.lane = b.lane AND h.token BETWEEN b.token AND b.token AND b.writes
                   AND h.sequence < b.sequence AND h.sequence NOT IN (SELECT unnest(?::bigint[]))
                 ORDER BY h.token, h.sequence LIMIT 1)) m
            WHERE b.pipeline = ? AND b.lane = ? AND b.sequence = ANY (?)
            GROUP BY b.sequence ORDER BY b.sequence
            """;

    private static final String CHANGES_OF_MANY =
            """
            SELECT ordinal, table_schema, table_name, operation, before, after, sequence
            FROM stageline.held_change WHERE pipeline = ? AND lane = ? AND sequence = ANY (?)
            ORDER BY sequence, ordinal
            """;

    private static final List<String> REMOVE =
            List.of(
                    "DELETE FROM stageline.held_change WHERE pipeline = ? AND lane = ? AND sequence = ANY (?)",
                    "DELETE FROM stageline.held_footprint WHERE pipeline = ? AND lane = ? AND sequence = ANY (?)",
                    "DELETE FROM stageline.held_transaction WHERE pipeline = ? AND lane = ? AND sequence = ANY (?)");

    @Override
    public Optional<String> analyze() {
        return Optional.of(ANALYZE);
    }

    @Override
    public int fetchRows() {
        return FETCH_ROWS;
    }

    @Override
    public String keepChanges() {
        return KEEP_CHANGES;
    }

    @Override
    public String keepFootprint() {
        return KEEP_FOOTPRINT;
    }

    @Override
    public String keepTransactions() {
        return KEEP_TRANSACTIONS;
    }

    @Override
    public String meetings() {
        return MEETINGS;
    }

    @Override
    public String standsBefore() {
        return STANDS_BEFORE;
    }

    @Override
    public String changesOfMany() {
        return CHANGES_OF_MANY;
    }

    @Override
    public PreparedStatement standBefore(Connection connection, HeldLane lane, List<Sequence> among)
            throws SQLException {
        ManyRows<Sequence> numbers = ManyRows.of(among);
        PreparedStatement statement = connection.prepareStatement(STAND_BEFORE);
        int next = numbers.bind(connection, statement, numbers.bind(connection, statement, 1));
        numbers.bind(connection, statement, lane.bind(statement, next));
        return statement;
    }

    @Override
    public List<String> remove() {
        return REMOVE;
    }
}
