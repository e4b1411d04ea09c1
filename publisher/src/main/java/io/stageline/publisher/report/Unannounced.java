package io.stageline.publisher.report;

import io.stageline.changelog.topic.ConflictRecord;
import io.stageline.database.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The conflicts of one lane in `stageline.conflict` that nobody has been told of.
record Unannounced(String pipeline, int lane) {
    private static final String POSTGRES_FIRST =
            """
            SELECT id, coalesce(topic_offset, (detail ->> 'topic_offset')::bigint), type, sentence, row_key,
                   jsonb_strip_nulls(jsonb_build_object('id', id, 'pipeline', pipeline, 'lane', lane, 'held', held,
                        'found_at', found_at, 'resolution', resolution)) || detail
            FROM stageline.conflict WHERE pipeline = ? AND lane = ? AND announced_at IS NULL ORDER BY id LIMIT ?
            """;

    /// What merges documents in MySQL leaves out what is null in them; a row has nulls.
    private static final String MYSQL_FIRST =
            """
            SELECT id, coalesce(topic_offset, CAST(detail ->> '$.topic_offset' AS SIGNED)), type, sentence, row_key,
                   JSON_INSERT(
                       IF(resolution IS NULL, detail, JSON_INSERT(detail, '$.resolution', resolution)),
                       '$.id', id, '$.pipeline', pipeline, '$.lane', lane, '$.held', CAST(IF(held, 'true', 'false') AS JSON),
                       '$.found_at', date_format(found_at, '%Y-%m-%dT%H:%i:%s.%f+00:00'))
            FROM stageline.conflict WHERE pipeline = ? AND lane = ? AND announced_at IS NULL ORDER BY id LIMIT ?
            """;

    private static final String MARK =
            "UPDATE stageline.conflict SET announced_at = CURRENT_TIMESTAMP(6) WHERE id = ?";

    /// One of them.
    record Found(long id, ConflictRecord conflict) {}

    List<Found> first(Connection connection, int atMost) throws SQLException {
        List<Found> found = new ArrayList<>();
        String first = Dialect.of(connection).choose(POSTGRES_FIRST, MYSQL_FIRST);
        try (PreparedStatement statement = connection.prepareStatement(first)) {
            statement.setString(1, pipeline);
            statement.setInt(2, lane);
            statement.setInt(3, atMost);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new Found(row.getLong(1), conflict(row)));
                }
            }
        }
        return found;
    }

    void mark(Connection connection, List<Found> announced) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MARK)) {
            for (Found one : announced) {
                statement.setLong(1, one.id);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private ConflictRecord conflict(ResultSet row) throws SQLException {
        long offset = row.getLong(2);
        OptionalLong known = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(offset);
        return new ConflictRecord(
                lane,
                known,
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6));
    }
}
