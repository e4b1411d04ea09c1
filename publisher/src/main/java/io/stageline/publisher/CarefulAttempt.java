package io.stageline.publisher;

import io.stageline.conflict.Conflict;
import io.stageline.publisher.target.Outcome;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;

/// Writes one source transaction with care, in a production transaction of its own. What was written stays uncommitted:
/// whoever asked adds what must be in the same commit.
final class CarefulAttempt {
    private final ProductionSession session;
    private final Origin origin;
    private final Settlement settlement;

    /// Tells the changes of the source transaction to a writer, up to the first conflict.
    interface Changes {
        Optional<Conflict> into(CarefulWriter writer) throws SQLException;
    }

    /// What it came to.
    sealed interface Result {
        /// Everything is written, and no constraint is left to be checked.
        record Written(Tally tally) implements Result {}

        /// Production contradicts a change. The production transaction was rolled back.
        record Contradicted(Conflict conflict) implements Result {}
    }

    CarefulAttempt(ProductionSession session, Origin origin, Settlement settlement) {
        this.session = session;
        this.origin = origin;
        this.settlement = settlement;
    }

    /// @param changes may be asked for a second time
    Result write(Changes changes) throws SQLException {
        CarefulWriter writer = begin(Optional.empty());
        Optional<Conflict> conflict = writeAll(writer, changes);
        Optional<String> late = conflict.isEmpty() ? constraintRefusingAtEnd() : Optional.empty();
        if (late.isPresent()) {
            // once more, with that constraint checked at once: now the guilty change is refused
            // itself
            session.rollBack();
            writer = begin(late);
            conflict = writeAll(writer, changes);
        }
        return conclude(writer, conflict);
    }

    /// Begins the production transaction.
    CarefulWriter begin(Optional<String> checkedAtOnce) throws SQLException {
        session.begin();
        if (checkedAtOnce.isPresent()) {
            session.target().checkAtOnce(checkedAtOnce.get());
        }
        return new CarefulWriter(session, origin, settlement, checkedAtOnce);
    }

    private static Optional<Conflict> writeAll(CarefulWriter writer, Changes changes)
            throws SQLException {
        Optional<Conflict> conflict = changes.into(writer);
        return conflict.isPresent() ? conflict : writer.finish();
    }

    private Optional<String> constraintRefusingAtEnd() throws SQLException {
        Savepoint before = session.connection().setSavepoint();
        return switch (session.target().checkConstraints()) {
            case Outcome.Written _, Outcome.Missed _ -> Optional.empty();
            case Outcome.Rejected rejected -> {
                session.connection().rollback(before);
                yield rejected.cause().constraint();
            }
        };
    }

    /// After the last change, or at a conflict.
    Result conclude(CarefulWriter writer, Optional<Conflict> found) throws SQLException {
        Optional<Conflict> conflict = found.isPresent() ? found : writer.finish();
        if (conflict.isEmpty()) {
            conflict = conflictAtEnd(writer);
        }
        if (conflict.isPresent()) {
            session.rollBack();
            return new Result.Contradicted(conflict.get());
        }
        return new Result.Written(writer.tally());
    }

    private Optional<Conflict> conflictAtEnd(CarefulWriter writer) throws SQLException {
        Savepoint before = session.connection().setSavepoint();
        return switch (session.target().checkConstraints()) {
            case Outcome.Written _, Outcome.Missed _ -> Optional.empty();
            case Outcome.Rejected rejected -> {
                session.connection().rollback(before);
                yield Optional.of(
                        writer.refusedAtEnd(rejected.cause())
                                .orElseThrow(() ->
                                        new SQLException(
                                                "A deferred constraint refused a source transaction: "
                                                        + rejected.cause().message(),
                                                rejected.cause().sqlState())));
            }
        };
    }
}
