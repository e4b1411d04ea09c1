package io.stageline.publisher.state;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.TableId;
import io.stageline.database.Dialect;
import io.stageline.publisher.Checkpoint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns rows of schema `stageline` into values.
final class StateRows {
    private StateRows() {}

    /// Columns: sequence, position, capture_epoch, topic_offset, epoch, source_committed_at.
    static Checkpoint checkpoint(ResultSet row) throws SQLException {
        return new Checkpoint(
                new Sequence(row.getLong(1)),
                Optional.ofNullable(row.getString(2)).map(SourcePosition::parse),
                new Epoch(row.getLong(3)),
                row.getLong(4),
                new Epoch(row.getLong(5)),
                instant(row, 6));
    }

    static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Dialect.of(row.getStatement().getConnection()).instant(row, column);
    }

    static List<OpenConflict> openConflicts(Connection connection, String pipeline, int lane)
            throws SQLException {
        List<OpenConflict> conflicts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(ConflictSql.HALTING)) {
            statement.setString(1, pipeline);
            statement.setInt(2, lane);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    conflicts.add(
                            new OpenConflict(
                                    new Sequence(row.getLong(2)),
                                    row.getLong(3),
                                    row.getString(4),
                                    new TableId(row.getString(5), row.getString(6)),
                                    Optional.ofNullable(row.getString(7)),
                                    row.getString(8),
                                    instant(row, 9).orElse(Instant.EPOCH),
                                    new OpenConflict.Evidence(
                                            row.getString(10), row.getString(11))));
                }
            }
        }
        return conflicts;
    }
}
