package io.stageline.publisher.state;

import io.stageline.database.Dialect;
import java.sql.Connection;
import java.sql.SQLException;

/// The statements of [RecordedConflicts].
///
/// @param record makes the id it gives a generated key
record ConflictSql(String resolveHalting, String resolve, String sameAgain, String record) {
    static final String HALTING =
            """
            SELECT id, sequence, ordinal, type, table_schema, table_name, constraint_name, sentence, found_at,
                   row_key, detail
            FROM stageline.conflict WHERE pipeline = ? AND lane = ? AND resolved_at IS NULL AND NOT held ORDER BY id
            """;

    static final String ORDINAL = "SELECT ordinal FROM stageline.conflict WHERE id = ?";

    private static final ConflictSql POSTGRES = with("clock_timestamp()", "?::jsonb");
    private static final ConflictSql MY_SQL = with("utc_timestamp(6)", "?");

    static ConflictSql of(Connection connection) throws SQLException {
        return Dialect.of(connection).choose(POSTGRES, MY_SQL);
    }

    /// @param now this moment, also inside a transaction
    /// @param json a parameter that is JSON
    private static ConflictSql with(String now, String json) {
        return new ConflictSql(
                """
                UPDATE stageline.conflict SET resolved_at = %s, resolution = 'applied'
                WHERE pipeline = ? AND lane = ? AND resolved_at IS NULL AND NOT held
                """
                        .formatted(now),
                "UPDATE stageline.conflict SET resolved_at = %s, resolution = ? WHERE id = ?"
                        .formatted(now),
                """
                UPDATE stageline.conflict SET detail = %s, sentence = ? WHERE id = ? AND ordinal = ? AND type = ?
                """
                        .formatted(json),
                """
                INSERT INTO stageline.conflict (pipeline, lane, sequence, ordinal, transaction_id, type, table_schema,
                    table_name, constraint_name, row_key, detail, sentence, found_at, topic_offset, held, resolution, resolved_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, %2$s, %2$s, ?, %1$s, ?, ?, ?, CASE WHEN ? IS NOT NULL THEN %1$s END)
                """
                        .formatted(now, json));
    }
}
