package io.stageline.publisher.state;

import io.stageline.changelog.Sequence;
import io.stageline.database.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Collectors;

/// The statements of [HeldState].
///
/// @param among what follows `h.sequence` for the sequences of a parameter
/// @param before a moment that lies a parameter of milliseconds back
/// @param numbers how a text that is many numbers begins and ends
record HeldSql(String among, String before, Brackets numbers) {
    private static final HeldSql POSTGRES =
            new HeldSql(
                    "= ANY (?::bigint[])",
                    "clock_timestamp() - ? * interval '1 millisecond'",
                    new Brackets("{", "}"));

    private static final HeldSql MY_SQL =
            new HeldSql(
                    "IN (SELECT n FROM JSON_TABLE(?, '$[*]' COLUMNS (n bigint PATH '$' ERROR ON ERROR)) j)",
                    "utc_timestamp(6) - INTERVAL (? * 1000) MICROSECOND",
                    new Brackets("[", "]"));

    private static final String FROM =
            """
            FROM stageline.held_transaction h
            LEFT JOIN stageline.conflict c ON c.id = h.conflict_id
            LEFT JOIN (SELECT pipeline, lane, depends_on, count(*) AS dependents FROM stageline.held_transaction
                       WHERE depends_on IS NOT NULL GROUP BY pipeline, lane, depends_on) waiting
                ON waiting.pipeline = h.pipeline AND waiting.lane = h.lane AND waiting.depends_on = h.sequence
            LEFT JOIN stageline.held_change f
                ON f.pipeline = h.pipeline AND f.lane = h.lane AND f.sequence = h.sequence AND f.ordinal = 1
            WHERE h.pipeline = ? AND h.lane = ?
              AND (? OR h.sequence %s)
              AND (? OR h.cause = 'conflict')
              AND coalesce(c.type, '') LIKE ?
              AND concat(coalesce(c.table_schema, f.table_schema, '?'), '.', coalesce(c.table_name, f.table_name, '?')) LIKE ?
              AND h.held_at <= %s
            """;

    private static final String LIST =
            """
            SELECT h.sequence, h.committed_at, h.held_at, h.cause, h.depends_on, c.type,
                   coalesce(c.table_schema, f.table_schema, '?'), coalesce(c.table_name, f.table_name, '?'),
                   c.row_key, h.changes, coalesce(waiting.dependents, 0), h.sentence
            """
                    + FROM
                    + "ORDER BY h.sequence LIMIT ?";

    private static final String COUNT = "SELECT count(*) " + FROM + "LIMIT ?";

    static final String IDENTITY =
            """
            SELECT h.transaction_id, c.detail
            FROM stageline.held_transaction h LEFT JOIN stageline.conflict c ON c.id = h.conflict_id
            WHERE h.pipeline = ? AND h.lane = ? AND h.sequence = ?
            """;

    static final String CHANGES =
            """
            SELECT h.ordinal, h.table_schema, h.table_name, h.operation, h.before, h.after
            FROM stageline.held_change h WHERE h.pipeline = ? AND h.lane = ? AND h.sequence = ? ORDER BY h.ordinal LIMIT ?
            """;

    static final String DEPENDENTS =
            """
            SELECT sequence FROM stageline.held_transaction
            WHERE pipeline = ? AND lane = ? AND depends_on = ? ORDER BY sequence LIMIT ?
            """;

    static final String COMMANDS =
            """
            SELECT id, CASE WHEN resolution IS NULL THEN kind ELSE concat(kind, ' ', resolution) END, reason, author,
                   created_at, outcome, message
            FROM stageline.command WHERE pipeline = ? AND lane = ? AND sequence = ? ORDER BY id
            """;

    static final String SUMMARY =
            """
            SELECT count(*), count(CASE WHEN h.cause = 'conflict' THEN 1 END), min(h.held_at),
                   (SELECT f.sentence FROM stageline.held_transaction f
                    WHERE f.pipeline = ? AND f.lane = ? AND f.cause = 'conflict' ORDER BY f.sequence LIMIT 1)
            FROM stageline.held_transaction h WHERE h.pipeline = ? AND h.lane = ?
            """;

    private record Brackets(String open, String close) {}

    static HeldSql of(Connection connection) throws SQLException {
        return Dialect.of(connection).choose(POSTGRES, MY_SQL);
    }

    /// The caller closes it.
    PreparedStatement list(Connection connection, String pipeline, int lane, HeldFilter filter)
            throws SQLException {
        return filtered(connection, LIST, pipeline, lane, filter);
    }

    /// The caller closes it.
    PreparedStatement count(Connection connection, String pipeline, int lane, HeldFilter filter)
            throws SQLException {
        return filtered(connection, COUNT, pipeline, lane, filter);
    }

    private PreparedStatement filtered(
            Connection connection, String sql, String pipeline, int lane, HeldFilter filter)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql.formatted(among, before));
        statement.setString(1, pipeline);
        statement.setInt(2, lane);
        statement.setBoolean(3, filter.sequences().isEmpty());
        statement.setString(
                4,
                filter.sequences().stream()
                        .map(Sequence::value)
                        .map(String::valueOf)
                        .collect(Collectors.joining(",", numbers.open, numbers.close)));
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
