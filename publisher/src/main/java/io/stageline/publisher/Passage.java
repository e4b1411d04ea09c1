package io.stageline.publisher;

import io.stageline.changelog.SourceTransaction;
import io.stageline.changelog.TableId;
import io.stageline.conflict.Conflict;
import io.stageline.conflict.ConflictType;
import io.stageline.publisher.Progress.Ending;
import io.stageline.publisher.hold.Footprint;
import io.stageline.publisher.hold.Holds;
import io.stageline.publisher.hold.Reason;
import io.stageline.publisher.hold.Waiting;
import io.stageline.publisher.state.OpenConflict;
import io.stageline.publisher.state.RecordedConflicts;
import io.stageline.publisher.state.Reign;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How publishing goes past source transactions, or stops at one: what must be in the same commit is put there. Belongs to
/// one connection and its thread.
final class Passage {
    private final ProductionSession session;
    private final Reign reign;
    private final Holds holds;
    private final RecordedConflicts conflicts;
    private final Runnable worked;
    private final Optional<String> halting;
    private boolean halted;

    /// @param worked to be told of each commit: the surroundings are well
    Passage(ProductionSession session, Reign reign, Holds holds, Runnable worked)
            throws SQLException {
        this.session = session;
        this.reign = reign;
        this.holds = holds;
        this.conflicts = reign.conflicts();
        this.worked = worked;
        this.halting =
                conflicts.halting(session.connection()).stream()
                        .map(OpenConflict::sentence)
                        .findFirst();
        this.halted = halting.isPresent();
    }

    /// Whether a halting conflict is recorded that no commit has gone past yet.
    boolean halted() {
        return halted;
    }

    /// Of the conflict that halted the lane when this began.
    Optional<String> halting() {
        return halting;
    }

    RecordedConflicts conflicts() {
        return conflicts;
    }

    /// No row without its checkpoint: both are in this commit, and only the newest reign gets this far.
    ///
    /// @return false if this reign is over; the production transaction was rolled back then
    boolean commit(Checkpoint from, Checkpoint to) throws SQLException {
        if (!reign.advance(session.connection(), from, to)) {
            rollBack();
            return false;
        }
        if (halted) {
            conflicts.resolveHalting(session.connection());
        }
        commit();
        halted = false;
        return true;
    }

    /// As [#commit] with a checkpoint, for what leaves it where it is.
    boolean commitWithoutMoving() throws SQLException {
        if (reign.checkpoint(session.connection()).isEmpty()) {
            rollBack();
            return false;
        }
        commit();
        return true;
    }

    private void commit() throws SQLException {
        session.commit();
        worked.run();
        holds.committed(session.connection());
    }

    /// Nothing of it is done.
    void rollBack() throws SQLException {
        session.rollBack();
        holds.rolledBack();
    }

    /// Stops before the source transaction that is in conflict.
    Progress halt(Checkpoint from, Conflict conflict) throws SQLException {
        session.begin();
        boolean reigning = reign.checkpoint(session.connection()).isPresent();
        if (reigning && conflicts.recordHalting(session.connection(), conflict)) {
            PublishLog.conflict(conflict, "A conflict halts the lane");
        }
        session.commit();
        halted = true;
        return Progress.none(from, reigning ? new Ending.Halted(conflict) : new Ending.Fenced());
    }

    /// Goes past the source transaction that is in conflict: it is held.
    Progress hold(Checkpoint from, SourceTransaction transaction, Conflict conflict)
            throws SQLException {
        session.begin();
        Footprint footprint =
                holds.footprint(session.connection(), session.catalogue(), transaction.events());
        tableOf(conflict).ifPresent(table -> holds.addWhole(footprint, table));
        Reason reason = record(conflict);
        holds.keep(session.connection(), List.of(new Waiting(transaction, footprint, reason)));
        Checkpoint to = from.after(transaction);
        return commit(from, to)
                ? Progress.none(to, new Ending.Complete())
                : Progress.none(from, new Ending.Fenced());
    }

    /// The table that production cannot take changes of: all of it is in doubt.
    static Optional<TableId> tableOf(Conflict conflict) {
        return conflict.type() == ConflictType.SCHEMA_MISMATCH
                ? Optional.of(conflict.table())
                : Optional.empty();
    }

    /// Writes down why a source transaction is held, in the production transaction that holds it.
    Reason record(Conflict conflict) throws SQLException {
        return record(conflict, OptionalLong.empty());
    }

    /// @param earlier the recorded conflict it was held for until now
    Reason record(Conflict conflict, OptionalLong earlier) throws SQLException {
        PublishLog.conflict(conflict, "A conflict holds its source transaction");
        long id =
                earlier.isPresent()
                        ? conflicts.recordAgain(session.connection(), earlier.getAsLong(), conflict)
                        : conflicts.recordHeld(session.connection(), conflict);
        return new Reason.Contradicted(id, conflict.sentence());
    }
}
