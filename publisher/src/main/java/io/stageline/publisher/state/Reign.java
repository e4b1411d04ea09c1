package io.stageline.publisher.state;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.SourcePosition;
import io.stageline.database.FailureKind;
import io.stageline.publisher.Checkpoint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
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
    /// @param connection in autocommit, with the application name that all publishers of this lane share
    /// @param owner who claims, in words for people
    public static Reign claim(Connection connection, String pipeline, int lane, String owner)
            throws SQLException {
        StagelineSchema.ensure(connection);
        Epoch epoch;
        execute(connection, "SET lock_timeout = '3s'");
        try {
            epoch = claimEpoch(connection, pipeline, lane, owner);
        } catch (SQLException e) {
            if (FailureKind.kindOf(e) != FailureKind.LOCK_TIMEOUT) {
                throw e;
            }
            endOlderSessions(connection); // one of them holds the checkpoint row
            epoch = claimEpoch(connection, pipeline, lane, owner);
        }
        endOlderSessions(connection);
        execute(connection, "RESET lock_timeout");
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
        endOlderSessions(connection);
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

    /// A session whose client is gone may still hold locks.
    private static void endOlderSessions(Connection connection) throws SQLException {
        try {
            execute(connection, ReignSql.END_OLDER_SESSIONS);
        } catch (SQLException e) {
            if (FailureKind.kindOf(e) != FailureKind.PRIVILEGE) {
                throw e; // without the privilege, locks are waited for
            }
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
        try (PreparedStatement statement = connection.prepareStatement(ReignSql.ADVANCE)) {
            statement.setLong(1, to.sequence().value());
            statement.setString(2, to.position().map(SourcePosition::text).orElse(null));
            statement.setLong(3, to.captureEpoch().value());
            statement.setLong(4, to.topicOffset());
            setInstant(statement, 5, to.sourceCommittedAt());
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
        try (PreparedStatement statement = ofLane(connection, ReignSql.SAY, 3)) {
            statement.setString(1, state);
            statement.setString(2, reason);
            statement.setLong(5, epoch.value());
            return statement.executeUpdate() == 1;
        }
    }

    /// The conflicts of the lane.
    public RecordedConflicts conflicts() {
        return new RecordedConflicts(pipeline, lane);
    }

    private static Epoch claimEpoch(Connection connection, String pipeline, int lane, String owner)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ReignSql.CLAIM)) {
            statement.setString(1, pipeline);
            statement.setInt(2, lane);
            statement.setString(3, owner);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new StateRefusedException("The checkpoint could not be claimed");
                }
                return new Epoch(row.getLong(1));
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

    private static void setInstant(
            PreparedStatement statement, int index, Optional<Instant> instant) throws SQLException {
        if (instant.isPresent()) {
            statement.setObject(index, instant.get().atOffset(ZoneOffset.UTC));
        } else {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
