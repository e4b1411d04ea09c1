package io.stageline.publisher.state;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.SourcePosition;
import io.stageline.database.Dialect;
import io.stageline.database.FailureKind;
import io.stageline.publisher.Checkpoint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/// One publisher's reign over a lane: only the newest can move the checkpoint, and nothing is committed without moving it.
/// Holds no connection: each call names the one to use.
public final class Reign {
    private final String pipeline;
    private final int lane;
    private final Epoch epoch;

    private Reign(String pipeline, int lane, Epoch epoch) {
        this.pipeline = pipeline;
        this.lane = lane;
        this.epoch = epoch;
    }

    /// Begins a reign above all earlier ones, and makes schema `stageline` where it is missing. Sessions of earlier reigns
    /// are ended, so that a publisher that hangs in the middle of a batch does not hold its locks.
    ///
    /// @param connection in autocommit, one of the sessions of this lane ([Surroundings#join])
    /// @param owner who claims, in words for people
    public static Reign claim(Connection connection, String pipeline, int lane, String owner)
            throws SQLException {
        StagelineSchema.of(connection).ensure(connection);
        ReignSql sql = ReignSql.of(connection);
        LaneSessions sessions = LaneSessions.of(connection);
        String name = Surroundings.sessionName(pipeline, lane);
        Epoch epoch;
        execute(connection, sql.shortWait());
        try {
            epoch = claimEpoch(connection, pipeline, lane, owner);
        } catch (SQLException e) {
            if (FailureKind.kindOf(e) != FailureKind.LOCK_TIMEOUT) {
                throw e;
            }
            sessions.endOlder(connection, name); // one of them holds the checkpoint row
            epoch = claimEpoch(connection, pipeline, lane, owner);
        }
        sessions.endOlder(connection, name);
        execute(connection, sql.usualWait());
        return new Reign(pipeline, lane, epoch);
    }

    /// Where to go on, on a fresh connection of this reign: waits for a commit that may still be on its way, and ends what
    /// earlier connections left behind.
    ///
    /// @return empty if a newer reign has begun
    public Optional<Checkpoint> resume(Connection connection) throws SQLException {
        if (!reigns(connection)) {
            return Optional.empty(); // the newer one's sessions are not ours to end
        }
        LaneSessions.of(connection).endOlder(connection, Surroundings.sessionName(pipeline, lane));
        return checkpoint(connection);
    }

    private boolean reigns(Connection connection) throws SQLException {
        try (PreparedStatement statement = ofLane(connection, ReignSql.REIGNING, 1);
                ResultSet row = statement.executeQuery()) {
            return !row.next() || row.getLong(1) == epoch.value();
        }
    }

    /// Who reigns now, in words for people.
    public String reigningOwner(Connection connection) throws SQLException {
        try (PreparedStatement statement = ofLane(connection, ReignSql.REIGNING, 1);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getString(2) : "nobody";
        }
    }

    public Epoch epoch() {
        return epoch;
    }

    /// The checkpoint, after any commit of it that is still on its way; empty if a newer reign has begun.
    public Optional<Checkpoint> checkpoint(Connection connection) throws SQLException {
        try (PreparedStatement statement = ofLane(connection, ReignSql.LOCKED_CHECKPOINT, 1);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw new StateRefusedException(
                        "The checkpoint of pipeline "
                                + pipeline
                                + " was deleted from stageline.checkpoint while publishing");
            }
            Checkpoint checkpoint = StateRows.checkpoint(row);
            return checkpoint.epoch().equals(epoch) ? Optional.of(checkpoint) : Optional.empty();
        }
    }

    /// Moves the checkpoint, inside the production transaction that wrote the rows.
    ///
    /// @return false if this reign is over: the transaction must be rolled back
    public boolean advance(Connection connection, Checkpoint from, Checkpoint to)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(ReignSql.of(connection).advance())) {
            statement.setLong(1, to.sequence().value());
            statement.setString(2, to.position().map(SourcePosition::text).orElse(null));
            statement.setLong(3, to.captureEpoch().value());
            statement.setLong(4, to.topicOffset());
            Dialect.of(connection).setInstant(statement, 5, to.sourceCommittedAt());
            statement.setString(6, pipeline);
            statement.setInt(7, lane);
            statement.setLong(8, epoch.value());
            statement.setLong(9, from.sequence().value());
            return statement.executeUpdate() == 1;
        }
    }

    /// Tells what the publisher does, for `status`; also its sign of life. Says nothing once the reign is over.
    ///
    /// @return false if this reign is over
    public boolean say(Connection connection, String state, String reason) throws SQLException {
        try (PreparedStatement statement = ofLane(connection, ReignSql.of(connection).say(), 3)) {
            statement.setString(1, state);
            statement.setString(2, reason);
            statement.setLong(5, epoch.value());
            return statement.executeUpdate() > 0;
        }
    }

    /// As [#say], on a session for this alone: gives up soon where it would have to wait.
    public void sayAtOnce(Connection connection, String state, String reason) throws SQLException {
        execute(connection, ReignSql.of(connection).hardlyWait());
        var _ = say(connection, state, reason);
    }

    /// The conflicts of the lane.
    public RecordedConflicts conflicts() {
        return new RecordedConflicts(pipeline, lane);
    }

    private static Epoch claimEpoch(Connection connection, String pipeline, int lane, String owner)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        ReignSql.of(connection).claim(), new String[] {"epoch"})) {
            statement.setString(1, pipeline);
            statement.setInt(2, lane);
            statement.setString(3, owner);
            statement.executeUpdate();
            try (ResultSet claimed = statement.getGeneratedKeys()) {
                if (!claimed.next()) {
                    throw new StateRefusedException("The checkpoint could not be claimed");
                }
                return new Epoch(claimed.getLong(1));
            }
        }
    }

    /// The caller closes it. Pipeline and lane stand at `first` and behind it.
    private PreparedStatement ofLane(Connection connection, String sql, int first)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(first, pipeline);
        statement.setInt(first + 1, lane);
        return statement;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
