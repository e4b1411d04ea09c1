package io.stageline.publisher.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Reads what production says about a lane, for whoever wants to know; changes nothing.
public final class ProductionState {
    private static final String LANE =
            """
            SELECT c.sequence, c.position, c.capture_epoch, c.topic_offset, c.epoch, c.source_committed_at,
                   c.owner, c.applied_at, s.state, s.reason, s.since, s.heartbeat_at
            FROM stageline.checkpoint c LEFT JOIN stageline.lane_state s USING (pipeline, lane)
            WHERE c.pipeline = ? AND c.lane = ?
            """;

    private ProductionState() {}

    /// @return empty when no publisher of this pipeline ever started here
    public static Optional<LaneSnapshot> read(Connection connection, String pipeline, int lane)
            throws SQLException {
        if (!StagelineSchema.of(connection).has(connection, "schema_version")) {
            return Optional.empty();
        }
        try (PreparedStatement statement = connection.prepareStatement(LANE)) {
            statement.setString(1, pipeline);
            statement.setInt(2, lane);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                snapshot(
                                        row,
                                        StateRows.openConflicts(connection, pipeline, lane),
                                        HeldState.summary(connection, pipeline, lane)))
                        : Optional.empty();
            }
        }
    }

    private static LaneSnapshot snapshot(
            ResultSet row, List<OpenConflict> conflicts, HeldSummary held) throws SQLException {
        Optional<LaneSnapshot.Activity> activity = Optional.empty();
        if (row.getString(9) != null) {
            activity =
                    Optional.of(
                            new LaneSnapshot.Activity(
                                    row.getString(9),
                                    row.getString(10),
                                    StateRows.instant(row, 11).orElseThrow(),
                                    StateRows.instant(row, 12).orElseThrow()));
        }
        return new LaneSnapshot(
                StateRows.checkpoint(row),
                row.getString(7),
                StateRows.instant(row, 8),
                activity,
                conflicts,
                held);
    }
}
