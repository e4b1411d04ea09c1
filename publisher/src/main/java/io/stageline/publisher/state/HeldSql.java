package io.stageline.publisher.state;

import io.stageline.changelog.Sequence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/// The statements of [HeldState].
final class HeldSql {
    private HeldSql() {}

    static final String EXISTS = "SELECT to_regclass('stageline.held_transaction') IS NOT NULL";

    private static final String FILTERED =
            """
            FROM stageline.held_transaction h
            LEFT JOIN stageline.conflict c ON c.id = h.conflict_id
            LEFT JOIN (SELECT pipeline, lane, depends_on, count(*) AS dependents FROM stageline.held_transaction
                       WHERE depends_on IS NOT NULL GROUP BY pipeline, lane, depends_on) waiting
                ON (waiting.pipeline, waiting.lane, waiting.depends_on) = (h.pipeline, h.lane, h.sequence)
            CROSS JOIN LATERAL (
                SELECT coalesce(c.table_schema, f.table_schema, '?') AS table_schema, coalesce(c.table_name, f.table_name, '?') AS table_name
                FROM (SELECT) one LEFT JOIN stageline.held_change f
                    ON (f.pipeline, f.lane, f.sequence, f.ordinal) = (h.pipeline, h.lane, h.sequence, 1)) row_of
            WHERE h.pipeline = ? AND h.lane = ?
              AND (? OR h.sequence = ANY (?))
              AND (? OR h.cause = 'conflict')
              AND coalesce(c.type, '') LIKE ?
              AND row_of.table_schema || '.' || row_of.table_name LIKE ?
              AND h.held_at <= clock_timestamp() - ? * interval '1 millisecond'
            """;

    static final String LIST =
            """
            SELECT h.sequence, h.committed_at, h.held_at, h.cause, h.depends_on, c.type, row_of.table_schema, row_of.table_name,
                   coalesce(c.row_key::text, '{}'), h.changes, coalesce(waiting.dependents, 0), h.sentence
            """
                    + FILTERED
                    + "ORDER BY h.sequence LIMIT ?";

    static final String COUNT = "SELECT count(*) " + FILTERED + "LIMIT ?";

    static final String IDENTITY =
            """
            SELECT h.transaction_id, c.detail::text
            FROM stageline.held_transaction h LEFT JOIN stageline.conflict c ON c.id = h.conflict_id
            WHERE h.pipeline = ? AND h.lane = ? AND h.sequence = ?
            """;

    static final String CHANGES =
            """
            SELECT ordinal, table_schema, table_name, operation, before::text, after::text
            FROM stageline.held_change WHERE pipeline = ? AND lane = ? AND sequence = ? ORDER BY ordinal LIMIT ?
            """;

    static final String DEPENDENTS =
            """
            SELECT sequence FROM stageline.held_transaction
            WHERE pipeline = ? AND lane = ? AND depends_on = ? ORDER BY sequence LIMIT ?
            """;

    static final String COMMANDS =
            """
            SELECT id, kind || coalesce(' ' || resolution, ''), reason, author, created_at, outcome, message
            FROM stageline.command WHERE pipeline = ? AND lane = ? AND sequence = ? ORDER BY id
            """;

    static final String SUMMARY =
            """
            WITH of_lane (pipeline, lane) AS (VALUES (?, ?))
            SELECT count(*), count(*) FILTER (WHERE h.cause = 'conflict'), min(h.held_at),
                   (SELECT f.sentence FROM stageline.held_transaction f JOIN of_lane USING (pipeline, lane)
                    WHERE f.cause = 'conflict' ORDER BY f.sequence LIMIT 1)
            FROM stageline.held_transaction h JOIN of_lane USING (pipeline, lane)
            """;

    /// The caller closes it.
    static PreparedStatement filtered(
            Connection connection, String sql, String pipeline, int lane, HeldFilter filter)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, pipeline);
        statement.setInt(2, lane);
        statement.setBoolean(3, filter.sequences().isEmpty());
        Object[] sequences = filter.sequences().stream().map(Sequence::value).toArray();
        statement.setArray(4, connection.createArrayOf("bigint", sequences));
        statement.setBoolean(5, !filter.conflictsOnly());
        statement.setString(6, filter.type().map(HeldSql::like).orElse("%"));
        statement.setString(7, filter.table().map(HeldSql::like).orElse("%"));
        statement.setLong(8, filter.olderThan().orElse(Duration.ZERO).toMillis());
        statement.setInt(9, filter.most());
        return statement;
    }

    /// `*` is any run of characters; LIKE's own signs stand for themselves.
    private static String like(String pattern) {
        return pattern.replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_")
                .replace('*', '%');
    }
}
