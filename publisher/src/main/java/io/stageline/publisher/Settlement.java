package io.stageline.publisher;

import io.stageline.conflict.Conflict;
import io.stageline.publisher.PublisherConfig.ConflictPolicy;
import io.stageline.publisher.state.RecordedConflicts;
import io.stageline.publisher.state.RecordedConflicts.Resolution;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;

/// How conflicts end while a source transaction is written: who decides, and where it is written down.
///
/// @param known place of the change whose conflict is recorded already: an operator decides about it
record Settlement(Arbiter arbiter, RecordedConflicts conflicts, OptionalLong known) {
    ConflictPolicy decide(Conflict conflict) {
        return arbiter.decide(conflict);
    }

    /// Records, in the production transaction that settles it.
    void settled(Connection connection, Conflict conflict, Resolution resolution)
            throws SQLException {
        if (known.isEmpty() || known.getAsLong() != conflict.ordinal()) {
            conflicts.recordSettled(connection, conflict, resolution);
            PublishLog.settled(conflict, resolution);
        }
    }
}
