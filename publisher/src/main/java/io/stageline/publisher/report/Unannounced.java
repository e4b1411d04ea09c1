package io.stageline.publisher.report;

import io.stageline.changelog.topic.ConflictRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The conflicts of one lane in `stageline.conflict` that nobody has been told of.
record Unannounced(String pipeline, int lane) {
    private static final String FIRST =
            """
            SELECT id, coalesce(topic_offset, (detail ->> 'topic_offset')::bigint), type, sentence, row_key::text,
                   (jsonb_strip_nulls(jsonb_build_object('id', id, 'pipeline', pipeline, 'lane', lane, 'held', held,
                        'found_at', found_at, 'resolution', resolution)) || detail)::text
            FROM stageline.conflict WHERE pipeline = ? AND lane = ? AND announced_at IS NULL ORDER BY id LIMIT ?
            """;

    private static final String MARK =
            "UPDATE stageline.conflict SET announced_at = clock_timestamp() WHERE id = ANY (?)";

    /// One of them.
    record Found(long id, ConflictRecord conflict) {}

    List<Found> first(Connection connection, int atMost) throws SQLException {
        List<Found> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(FIRST)) {
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
        Object[] ids = announced.stream().map(Found::id).toArray();
        try (PreparedStatement statement = connection.prepareStatement(MARK)) {
            statement.setArray(1, connection.createArrayOf("bigint", ids));
            statement.executeUpdate();
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
