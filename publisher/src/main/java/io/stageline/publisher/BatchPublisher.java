package io.stageline.publisher;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.SourceTransaction;
import io.stageline.conflict.Conflict;
import io.stageline.database.FailureKind;
import io.stageline.publisher.BatchPlans.Planned;
import io.stageline.publisher.Progress.Ending;
import io.stageline.publisher.plan.Planner;
import io.stageline.publisher.state.Reign;
import io.stageline.publisher.target.Outcome;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Optional;

/// Publishes batches of whole source transactions: each in one production transaction, together with its checkpoint. What
/// production refuses is halved until the guilty source transaction stands alone; what stands before it is published.
final class BatchPublisher {
    private final ProductionSession session;
    private final Reign reign;
    private final BatchPlans plans = new BatchPlans();
    private boolean conflictsOpen;

    /// What a production transaction came to.
    private enum Attempt {
        COMMITTED,
        REFUSED,
        SCHEMA_REFUSED,
        FENCED
    }

    BatchPublisher(ProductionSession session, Reign reign, boolean conflictsOpen) {
        this.session = session;
        this.reign = reign;
        this.conflictsOpen = conflictsOpen;
    }

    /// Whether a conflict is recorded that no commit has gone past yet.
    boolean conflictsOpen() {
        return conflictsOpen;
    }

    Progress publish(Checkpoint from, List<SourceTransaction> transactions) throws SQLException {
        return publish(from, transactions, true);
    }

    private Progress publish(
            Checkpoint from, List<SourceTransaction> transactions, boolean mayRefresh)
            throws SQLException {
        List<ChangeEvent> changes =
                transactions.stream()
                        .flatMap(transaction -> transaction.events().stream())
                        .toList();
        Checkpoint to = from.after(transactions.getLast());
        Planner planner = session.planner();
        Planned planned = plans.first(planner, session.target(), changes);
        Attempt attempt = attempt(planned, from, to);
        if (attempt == Attempt.SCHEMA_REFUSED && mayRefresh) {
            session.refresh(); // production may have got the column since we looked
            return publish(from, transactions, false);
        }
        if (attempt == Attempt.REFUSED) {
            planned = plans.second(planner, session.target(), changes);
            attempt = attempt(planned, from, to);
            if (attempt == Attempt.COMMITTED) {
                plans.helped(planner, changes);
            }
        }
        if (attempt == Attempt.REFUSED || attempt == Attempt.SCHEMA_REFUSED) {
            planned = plans.original(planner, changes);
            attempt = attempt(planned, from, to);
        }
        return switch (attempt) {
            case COMMITTED ->
                    new Progress(to, transactions.size(), rows(planned), 0, new Ending.Complete());
            case FENCED -> Progress.none(from, new Ending.Fenced());
            case REFUSED, SCHEMA_REFUSED ->
                    transactions.size() == 1
                            ? publishCarefully(from, transactions.getFirst())
                            : publishHalves(from, transactions);
        };
    }

    private Progress publishHalves(Checkpoint from, List<SourceTransaction> transactions)
            throws SQLException {
        int half = transactions.size() / 2;
        Progress first = publish(from, transactions.subList(0, half), false);
        return switch (first.ending()) {
            case Ending.Complete _ ->
                    first.then(
                            publish(
                                    first.reached(),
                                    transactions.subList(half, transactions.size()),
                                    false));
            case Ending.Halted _, Ending.Fenced _ -> first;
        };
    }

    private Progress publishCarefully(Checkpoint from, SourceTransaction transaction)
            throws SQLException {
        session.begin();
        var writer = new CarefulWriter(session, transaction.header(), Optional.empty());
        Optional<Conflict> conflict = writeAll(writer, transaction);
        Optional<String> late = conflict.isEmpty() ? constraintRefusingAtEnd() : Optional.empty();
        if (late.isPresent()) {
            // once more, with that constraint checked at once: now the guilty change is refused
            // itself
            session.rollBack();
            session.begin();
            session.target().checkAtOnce(late.get());
            writer = new CarefulWriter(session, transaction.header(), late);
            conflict = writeAll(writer, transaction);
        }
        return finish(from, from.after(transaction), writer, conflict);
    }

    private static Optional<Conflict> writeAll(CarefulWriter writer, SourceTransaction transaction)
            throws SQLException {
        Optional<Conflict> conflict = writer.write(1, transaction.events());
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

    /// Ends a carefully written source transaction: checkpoint and commit, or back to before it.
    Progress finish(Checkpoint from, Checkpoint to, CarefulWriter writer, Optional<Conflict> found)
            throws SQLException {
        Optional<Conflict> conflict = found.isPresent() ? found : writer.finish();
        if (conflict.isEmpty()) {
            conflict = conflictAtEnd(writer);
        }
        if (conflict.isPresent()) {
            session.rollBack();
            return halt(from, conflict.get());
        }
        return advanceAndCommit(from, to)
                ? new Progress(to, 1, writer.rows(), writer.noops(), new Ending.Complete())
                : Progress.none(from, new Ending.Fenced());
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

    private Progress halt(Checkpoint from, Conflict conflict) throws SQLException {
        session.begin();
        boolean reigning = reign.checkpoint(session.connection()).isPresent();
        if (reigning && reign.record(session.connection(), conflict)) {
            PublishLog.conflict(conflict);
        }
        session.commit();
        conflictsOpen = true;
        return Progress.none(from, reigning ? new Ending.Halted(conflict) : new Ending.Fenced());
    }

    private Attempt attempt(Planned planned, Checkpoint from, Checkpoint to) throws SQLException {
        if (planned.writes().isEmpty() && planned.mismatch()) {
            return Attempt.SCHEMA_REFUSED;
        }
        session.begin();
        for (Write write : planned.writes()) {
            Outcome outcome = session.target().write(write);
            if (!(outcome instanceof Outcome.Written)) {
                session.rollBack();
                return refused(outcome);
            }
        }
        Outcome constraints = session.target().checkConstraints();
        if (!(constraints instanceof Outcome.Written)) {
            session.rollBack();
            return refused(constraints);
        }
        return advanceAndCommit(from, to) ? Attempt.COMMITTED : Attempt.FENCED;
    }

    private static Attempt refused(Outcome outcome) {
        return outcome instanceof Outcome.Rejected rejected
                        && FailureKind.kindOf(rejected.cause().sqlState()) == FailureKind.SCHEMA
                ? Attempt.SCHEMA_REFUSED
                : Attempt.REFUSED;
    }

    /// No row without its checkpoint: both are in this commit, and only the newest reign gets this far.
    private boolean advanceAndCommit(Checkpoint from, Checkpoint to) throws SQLException {
        if (!reign.advance(session.connection(), from, to)) {
            session.rollBack();
            return false;
        }
        if (conflictsOpen) {
            reign.resolveConflicts(session.connection());
        }
        session.commit();
        conflictsOpen = false;
        return true;
    }

    private static long rows(Planned planned) {
        return planned.writes().stream()
                .mapToLong(write ->
                        switch (write) {
                            case Write.Rows rows -> rows.rows().size();
                            case Write.Truncate _ -> 0;
                        })
                .sum();
    }
}
