package io.stageline.publisher.state;

import io.stageline.conflict.Conflict;
import io.stageline.conflict.ConflictJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What production's schema `stageline` tells of one lane's conflicts. All is done in the caller's transaction. Holds no
/// connection: each call names the one to use.
public final class RecordedConflicts {
    private final String pipeline;
    private final int lane;

    /// How a conflict ended.
    public enum Resolution {
        /// a later attempt went through
        APPLIED("applied"),
        /// an operator released it, and it went through
        RELEASED("released"),
        APPLY_REMOTE("apply_remote"),
        KEEP_LOCAL("keep_local"),
        EDITED("edited"),
        DISCARDED("discarded");

        private final String word;

        Resolution(String word) {
            this.word = word;
        }
    }

    RecordedConflicts(String pipeline, int lane) {
        this.pipeline = pipeline;
        this.lane = lane;
    }

    /// What halts the lane: at most one, but for what older versions left.
    public List<OpenConflict> halting(Connection connection) throws SQLException {
        return StateRows.openConflicts(connection, pipeline, lane);
    }

    /// Publishing went past what halted the lane.
    public void resolveHalting(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(ConflictSql.of(connection).resolveHalting())) {
            statement.setString(1, pipeline);
            statement.setInt(2, lane);
            statement.executeUpdate();
        }
    }

    /// Records what halts the lane, in place of what did before; the same one again is no news.
    ///
    /// @return whether it is news
    public boolean recordHalting(Connection connection, Conflict conflict) throws SQLException {
        List<OpenConflict> open = halting(connection);
        if (open.size() == 1 && isSame(open.getFirst(), conflict)) {
            return false;
        }
        resolveHalting(connection);
        var _ = insert(connection, conflict, false, null);
        return true;
    }

    /// Records the conflict of a source transaction that is held.
    ///
    /// @return its id
    public long recordHeld(Connection connection, Conflict conflict) throws SQLException {
        return insert(connection, conflict, true, null);
    }

    /// Records that a source transaction which is held came to a conflict again. The same one keeps its id; else the earlier
    /// one was got past.
    ///
    /// @return its id
    public long recordAgain(Connection connection, long earlier, Conflict conflict)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(ConflictSql.of(connection).sameAgain())) {
            statement.setString(1, ConflictJson.write(conflict));
            statement.setString(2, conflict.sentence());
            statement.setLong(3, earlier);
            statement.setLong(4, conflict.ordinal());
            statement.setString(5, conflict.type().word());
            if (statement.executeUpdate() == 1) {
                return earlier;
            }
        }
        resolve(connection, earlier, Resolution.APPLIED);
        return recordHeld(connection, conflict);
    }

    /// Records a conflict that is settled in the same production transaction.
    public void recordSettled(Connection connection, Conflict conflict, Resolution resolution)
            throws SQLException {
        var _ = insert(connection, conflict, false, resolution);
    }

    public void resolve(Connection connection, long id, Resolution resolution) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(ConflictSql.of(connection).resolve())) {
            statement.setString(1, resolution.word);
            statement.setLong(2, id);
            statement.executeUpdate();
        }
    }

    /// The place of the conflicting change in its source transaction.
    public Optional<Long> ordinal(Connection connection, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ConflictSql.ORDINAL)) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
            }
        }
    }

    private long insert(
            Connection connection, Conflict conflict, boolean held, @Nullable Resolution resolution)
            throws SQLException {
        @Nullable String word = resolution == null ? null : resolution.word;
        try (PreparedStatement statement =
                connection.prepareStatement(
                        ConflictSql.of(connection).record(), new String[] {"id"})) {
            statement.setString(1, pipeline);
            statement.setInt(2, lane);
            statement.setLong(3, conflict.transaction().sequence().value());
            statement.setLong(4, conflict.ordinal());
            statement.setString(5, conflict.transaction().id().value());
            statement.setString(6, conflict.type().word());
            statement.setString(7, conflict.table().schema());
            statement.setString(8, conflict.table().table());
            statement.setString(9, constraint(conflict));
            statement.setString(10, ConflictJson.writeKey(conflict.key()));
            statement.setString(11, ConflictJson.write(conflict));
            statement.setString(12, conflict.sentence());
            if (conflict.place().topicOffset().isPresent()) {
                statement.setLong(13, conflict.place().topicOffset().getAsLong());
            } else {
                statement.setNull(13, Types.BIGINT);
            }
            statement.setBoolean(14, held);
            statement.setString(15, word);
            statement.setString(16, word);
            statement.executeUpdate();
            try (ResultSet made = statement.getGeneratedKeys()) {
                made.next();
                return made.getLong(1);
            }
        }
    }

    private static boolean isSame(OpenConflict open, Conflict conflict) {
        return open.sequence().equals(conflict.transaction().sequence())
                && open.ordinal() == conflict.ordinal()
                && open.type().equals(conflict.type().word())
                && open.sentence().equals(conflict.sentence());
    }

    private static @Nullable String constraint(Conflict conflict) {
        return conflict.blockers().stream()
                .flatMap(blocker -> blocker.constraint().stream())
                .findFirst()
                .orElse(null);
    }
}
