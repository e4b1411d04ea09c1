package io.stageline.publisher;

import io.stageline.conflict.Conflict;
import io.stageline.conflict.Refusal.Cause.Rejected;
import io.stageline.publisher.target.Outcome;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;

/// Writes one source transaction with care, in a production transaction of its own. What was written stays uncommitted:
/// whoever asked adds what must be in the same commit.
final class CarefulAttempt {
    private final ProductionSession session;
    private final Beginning beginning;
    private final Settlement settlement;

    /// Tells the changes of the source transaction to a writer, up to the first conflict.
    interface Changes {
        Optional<Conflict> into(CarefulWriter writer) throws SQLException;
    }

    /// What writing it once came to.
    sealed interface Once {}

    /// A constraint that waits to the end refuses it; which change is guilty shows when it is written once more with that
    /// constraint checked at once. The production transaction was rolled back.
    record RefusedLate(Rejected cause) implements Once {}

    /// What it came to.
    sealed interface Result extends Once {
        /// Everything is written, and no constraint is left to be checked.
        record Written(Tally tally) implements Result {}

        /// Production contradicts a change. The production transaction was rolled back.
        record Contradicted(Conflict conflict) implements Result {}
    }

    CarefulAttempt(ProductionSession session, Beginning beginning, Settlement settlement) {
        this.session = session;
        this.beginning = beginning;
        this.settlement = settlement;
    }

    /// @param changes may be asked for a second time
    Result write(Changes changes) throws SQLException {
        return switch (once(Optional.empty(), changes)) {
            case Result result -> result;
            case RefusedLate late ->
                    switch (once(Optional.of(late.cause()), changes)) {
                        case Result result -> result;
                        case RefusedLate _ ->
                                throw new IllegalStateException("It was checked at once");
                    };
        };
    }

    private Once once(Optional<Rejected> checkedAtOnce, Changes changes) throws SQLException {
        CarefulWriter writer = begin(checkedAtOnce);
        return conclude(writer, changes.into(writer));
    }

    /// Begins the production transaction.
    CarefulWriter begin(Optional<Rejected> checkedAtOnce) throws SQLException {
        session.begin();
        Optional<String> constraint = checkedAtOnce.flatMap(Rejected::constraint);
        if (constraint.isPresent()) {
            session.target().checkAtOnce(constraint.get());
        }
        return new CarefulWriter(session, beginning, settlement, checkedAtOnce);
    }

    private Optional<Rejected> refusedAtEnd() throws SQLException {
        Savepoint before = session.connection().setSavepoint();
        return switch (session.target().checkConstraints()) {
            case Outcome.Written _, Outcome.Missed _ -> Optional.empty();
            case Outcome.Rejected rejected -> {
                session.connection().rollback(before);
                yield Optional.of(rejected.cause()).filter(cause -> cause.constraint().isPresent());
            }
        };
    }

    /// After the last change, or at a conflict.
    Once conclude(CarefulWriter writer, Optional<Conflict> found) throws SQLException {
        Optional<Conflict> conflict = found.isPresent() ? found : writer.finish();
        if (conflict.isEmpty() && writer.checkedAtOnce().isEmpty()) {
            Optional<Rejected> late = refusedAtEnd();
            if (late.isPresent()) {
                session.rollBack();
                return new RefusedLate(late.get());
            }
        }
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
                                                "23000")));
            }
        };
    }
}
