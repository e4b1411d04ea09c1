package io.stageline.publisher;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.SourceTransaction;
import io.stageline.database.FailureKind;
import io.stageline.publisher.Progress.Ending;
import io.stageline.publisher.hold.Holds;
import io.stageline.publisher.hold.Split;
import io.stageline.publisher.target.Outcome;
import io.stageline.publisher.target.Parcel;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Publishes batches of whole source transactions: each in one production transaction, together with its checkpoint. What
/// meets the held set is held in the same commit. What production refuses is halved until the guilty source transaction
/// stands alone; what stands before it is published.
final class BatchPublisher {
    private final ProductionSession session;
    private final Holds holds;
    private final Passage passage;
    private final Arbiter arbiter;
    private final BatchPlans plans = new BatchPlans();

    /// What a production transaction came to.
    private enum Attempt {
        COMMITTED,
        REFUSED,
        SCHEMA_REFUSED,
        FENCED
    }

    /// The way from one checkpoint to the next.
    private record Range(Checkpoint from, Checkpoint to, Split split) {}

    BatchPublisher(ProductionSession session, Holds holds, Passage passage, Arbiter arbiter) {
        this.session = session;
        this.holds = holds;
        this.passage = passage;
        this.arbiter = arbiter;
    }

    /// @param ahead what was planned of these source transactions before their turn
    Progress publish(
            Checkpoint from, List<SourceTransaction> transactions, Optional<PlanAhead> ahead)
            throws SQLException {
        return publish(from, transactions, ahead, true);
    }

    private Progress publish(
            Checkpoint from,
            List<SourceTransaction> transactions,
            Optional<PlanAhead> ahead,
            boolean mayRefresh)
            throws SQLException {
        Split split = holds.split(session.connection(), session.catalogue(), transactions);
        var range = new Range(from, from.after(transactions.getLast()), split);
        BatchPlanner planner = session.batchPlanner();
        Planned planned = plans.first(planner, session.target(), split.flowing(), ahead);
        Attempt attempt = attempt(planned, range);
        if (attempt == Attempt.SCHEMA_REFUSED && mayRefresh) {
            session.refresh(); // production may have got the column since we looked
            return publish(from, transactions, Optional.empty(), false);
        }
        List<ChangeEvent> changes =
                attempt == Attempt.COMMITTED ? List.of() : BatchPlanner.changes(split.flowing());
        if (attempt == Attempt.REFUSED) {
            planned = plans.second(planner, session.target(), changes);
            attempt = attempt(planned, range);
            if (attempt == Attempt.COMMITTED) {
                plans.helped(planner, changes);
            }
        }
        if (attempt == Attempt.REFUSED || attempt == Attempt.SCHEMA_REFUSED) {
            planned = planner.original(changes);
            attempt = attempt(planned, range);
        }
        return switch (attempt) {
            case COMMITTED ->
                    new Progress(
                            range.to,
                            split.flowing().size(),
                            planned.rows(),
                            0,
                            new Ending.Complete());
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
        Progress first = publish(from, transactions.subList(0, half), Optional.empty(), false);
        return switch (first.ending()) {
            case Ending.Complete _ ->
                    first.then(
                            publish(
                                    first.reached(),
                                    transactions.subList(half, transactions.size()),
                                    Optional.empty(),
                                    false));
            case Ending.Halted _, Ending.Fenced _ -> first;
        };
    }

    private Progress publishCarefully(Checkpoint from, SourceTransaction transaction)
            throws SQLException {
        var settlement = new Settlement(arbiter, passage.conflicts(), OptionalLong.empty());
        var attempt = new CarefulAttempt(session, Origin.of(transaction).beginning(), settlement);
        return switch (attempt.write(writer -> writer.write(1, transaction.events()))) {
            case CarefulAttempt.Result.Written written -> {
                Checkpoint to = from.after(transaction);
                yield passage.commit(from, to)
                        ? Progress.written(to, written.tally())
                        : Progress.none(from, new Ending.Fenced());
            }
            case CarefulAttempt.Result.Contradicted contradicted ->
                    switch (arbiter.decide(contradicted.conflict())) {
                        case HALT -> passage.halt(from, contradicted.conflict());
                        // what a policy could not settle waits for an operator
                        case HOLD, APPLY_REMOTE, KEEP_LOCAL ->
                                passage.hold(from, transaction, contradicted.conflict());
                    };
        };
    }

    private Attempt attempt(Planned planned, Range range) throws SQLException {
        if (planned.mismatch()) {
            return Attempt.SCHEMA_REFUSED;
        }
        session.begin();
        for (Parcel parcel : planned.parcels()) {
            Outcome outcome = session.target().write(parcel);
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
        holds.keep(session.connection(), range.split.waiting());
        return passage.commit(range.from, range.to) ? Attempt.COMMITTED : Attempt.FENCED;
    }

    private static Attempt refused(Outcome outcome) {
        return outcome instanceof Outcome.Rejected rejected
                        && rejected.cause().kind() == FailureKind.SCHEMA
                ? Attempt.SCHEMA_REFUSED
                : Attempt.REFUSED;
    }
}
