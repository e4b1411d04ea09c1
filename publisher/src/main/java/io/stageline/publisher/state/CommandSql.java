package io.stageline.publisher.state;

import io.stageline.database.Dialect;
import java.sql.Connection;
import java.sql.SQLException;

/// The statements of [Commands] and [CommandQueue].
///
/// @param ask makes the id it gives a generated key
record CommandSql(String ask, String finish) {
    static final String OUTCOME =
            "SELECT outcome, message FROM stageline.command WHERE id = ? AND finished_at IS NOT NULL";

    static final String NEXT =
            """
            SELECT id, kind, sequence, resolution, edits, reason, author FROM stageline.command
            WHERE pipeline = ? AND lane = ? AND finished_at IS NULL ORDER BY id LIMIT 1
            """;

    private static final CommandSql POSTGRES = with("clock_timestamp()", "?::jsonb");
    private static final CommandSql MY_SQL = with("utc_timestamp(6)", "?");

    static CommandSql of(Connection connection) throws SQLException {
        return Dialect.of(connection).choose(POSTGRES, MY_SQL);
    }

    /// @param now this moment, also inside a transaction
    /// @param json a parameter that is JSON
    private static CommandSql with(String now, String json) {
        return new CommandSql(
                """
                INSERT INTO stageline.command (pipeline, lane, kind, sequence, resolution, edits, reason, author)
                VALUES (?, ?, ?, ?, ?, %s, ?, ?)
                """
                        .formatted(json),
                """
                UPDATE stageline.command SET finished_at = %s, outcome = ?, message = ?
                WHERE id = ? AND finished_at IS NULL
                """
                        .formatted(now));
    }
}
