package io.stageline.publisher;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.TableId;
import io.stageline.conflict.Conflict;
import io.stageline.conflict.ConflictType;
import io.stageline.conflict.Refusal;
import io.stageline.conflict.Verdict;
import io.stageline.database.Catalogue;
import io.stageline.database.FailureKind;
import io.stageline.database.ForeignKey;
import io.stageline.database.Table;
import io.stageline.publisher.plan.Step;
import io.stageline.publisher.plan.Steps;
import io.stageline.publisher.state.RecordedConflicts.Resolution;
import io.stageline.publisher.target.Outcome;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Writes one change of a source transaction, explains what production refuses of it, and settles a conflict where a policy
/// says how.
final class SingleWriter {

    private final ProductionSession session;
    private final Beginning beginning;
    private final Settlement settlement;
    private final Optional<String> checkedAtOnce;
    private final Tally tally;
    private boolean childrenMayGo;

    /// What became of a change.
    sealed interface Result {
        record Done() implements Result {}

        /// To be tried again when more was written.
        record PutOff() implements Result {}

        record Contradicted(Conflict conflict) implements Result {}
    }

    SingleWriter(
            ProductionSession session,
            Beginning beginning,
            Settlement settlement,
            Optional<String> checkedAtOnce,
            Tally tally) {
        this.session = session;
        this.beginning = beginning;
        this.settlement = settlement;
        this.checkedAtOnce = checkedAtOnce;
        this.tally = tally;
    }

    /// From now on, what production deletes by itself are rows whose own deletes come too.
    void childrenMayGo() {
        childrenMayGo = true;
    }

    /// The rows that production would delete or change by itself with this one.
    List<ChangeEvent.Delete> children(ChangeEvent.Delete delete, int most) throws SQLException {
        return switch (session.planner().originalOrder(List.of(delete), tally.past())) {
            case Steps.Ordered(List<Step> steps)
                    when steps.getFirst().write() instanceof Write.Rows rows ->
                    session.target().children(rows, most);
            case Steps.Ordered _, Steps.Mismatch _ -> List.of();
        };
    }

    /// @param waiting whether others are put off: what they will let go may be what this one wants
    Result write(Numbered event, boolean mayPutOff, boolean waiting) throws SQLException {
        Write write;
        switch (session.planner().originalOrder(List.of(event.change()), tally.past())) {
            case Steps.Ordered ordered -> write = ordered.steps().getFirst().write();
            case Steps.Mismatch mismatch -> {
                return verdict(event, new Refusal.Cause.SchemaDiffers(mismatch.what()));
            }
        }
        return switch (written(event.change(), write)) {
            case Outcome.Written _ -> new Result.Done();
            case Outcome.Rejected rejected ->
                    mayPutOff && mayHoldLater(rejected.cause(), waiting)
                            ? new Result.PutOff()
                            : verdict(event, rejected.cause());
            case Outcome.Missed _ -> missed(event, write);
        };
    }

    /// All of it, or nothing.
    private Outcome written(ChangeEvent change, Write write) throws SQLException {
        Savepoint before = session.connection().setSavepoint();
        Outcome outcome =
                childrenMayGo && write instanceof Write.Rows rows
                        ? session.target().writeWithChildren(rows)
                        : session.target().write(write);
        if (outcome instanceof Outcome.Written done) {
            session.connection().releaseSavepoint(before);
            tally.rows(done.rows());
            tally.past().add(List.of(change));
        } else {
            session.connection().rollback(before);
        }
        return outcome;
    }

    private void alreadyDone(ChangeEvent change) {
        tally.noop();
        tally.past().add(List.of(change));
    }

    private boolean mayHoldLater(Refusal.Cause.Rejected cause, boolean waiting) {
        return (waiting && cause.kind() == FailureKind.UNIQUE)
                || cause.kind() == FailureKind.FOREIGN_KEY
                || (checkedAtOnce.isPresent() && cause.constraint().equals(checkedAtOnce));
    }

    private Result missed(Numbered event, Write write) throws SQLException {
        boolean there = write instanceof Write.Rows found && session.target().hasRow(found);
        if (!there
                && event.change() instanceof ChangeEvent.Delete delete
                && cascaded(delete.table(), new HashSet<>())) {
            alreadyDone(event.change()); // production deleted it by itself, with its parent
            return new Result.Done();
        }
        return verdict(
                event, there ? new Refusal.Cause.RowDiffers() : new Refusal.Cause.RowMissing());
    }

    /// Whether production may have deleted rows of the table by itself in this source transaction.
    private boolean cascaded(TableId table, Set<TableId> seen) {
        Catalogue catalogue = session.catalogue();
        return seen.add(table)
                && catalogue.table(table).map(Table::foreignKeys).orElse(List.of()).stream()
                        .filter(key -> key.onDelete() == ForeignKey.Action.CASCADE)
                        .anyMatch(key ->
                                tally.past().disturbed(key.parent())
                                        || cascaded(key.parent(), seen));
    }

    private Result verdict(Numbered event, Refusal.Cause cause) throws SQLException {
        Optional<Conflict> conflict = explained(event, cause);
        return conflict.isEmpty() ? new Result.Done() : settle(event, conflict.get());
    }

    private Result settle(Numbered event, Conflict conflict) throws SQLException {
        return switch (settlement.decide(conflict)) {
            case HALT, HOLD -> new Result.Contradicted(conflict);
            case KEEP_LOCAL -> {
                settlement.settled(session.connection(), conflict, Resolution.KEEP_LOCAL);
                yield new Result.Done();
            }
            case APPLY_REMOTE -> {
                if (!remoteWon(event.change(), conflict)) {
                    yield new Result.Contradicted(conflict);
                }
                settlement.settled(session.connection(), conflict, Resolution.APPLY_REMOTE);
                yield new Result.Done();
            }
        };
    }

    private boolean remoteWon(ChangeEvent change, Conflict conflict) throws SQLException {
        if (conflict.type() == ConflictType.CHILD_EXISTS && change instanceof ChangeEvent.Delete) {
            return wonWithChildren(change);
        }
        Optional<List<ChangeEvent>> instead =
                session.catalogue()
                        .table(change.table())
                        .flatMap(table -> RemoteWins.instead(conflict.type(), change, table));
        if (instead.isEmpty()) {
            return false;
        }
        if (instead.get().isEmpty()) {
            return true;
        }
        return switch (session.planner().originalOrder(instead.get(), tally.past())) {
            case Steps.Ordered ordered -> {
                Step step = ordered.steps().getFirst(); // it is one change
                yield written(change, step.write()) instanceof Outcome.Written;
            }
            case Steps.Mismatch _ -> false;
        };
    }

    /// Production's own foreign-key actions take the children along: somebody has named just that.
    private boolean wonWithChildren(ChangeEvent change) throws SQLException {
        boolean before = childrenMayGo;
        childrenMayGo = true;
        try {
            return switch (session.planner().originalOrder(List.of(change), tally.past())) {
                case Steps.Ordered(List<Step> steps) ->
                        written(change, steps.getFirst().write()) instanceof Outcome.Written;
                case Steps.Mismatch _ -> false;
            };
        } finally {
            childrenMayGo = before;
        }
    }

    /// @return empty if production already has what the change wants
    Optional<Conflict> explained(Numbered event, Refusal.Cause cause) throws SQLException {
        var place =
                new Conflict.Place(
                        beginning.header(),
                        event.ordinal(),
                        OptionalLong.of(beginning.topicOffset(event.ordinal())));
        var refusal = new Refusal(place, event.change(), cause);
        return switch (session.checker().explain(session.connection(), refusal)) {
            case Verdict.AlreadyApplied _ -> {
                alreadyDone(event.change());
                yield Optional.empty();
            }
            case Verdict.Conflicting conflicting -> Optional.of(conflicting.conflict());
        };
    }
}
