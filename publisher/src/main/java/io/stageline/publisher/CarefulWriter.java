package io.stageline.publisher;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import io.stageline.conflict.Conflict;
import io.stageline.conflict.Refusal;
import io.stageline.conflict.Verdict;
import io.stageline.database.Catalogue;
import io.stageline.database.ForeignKey;
import io.stageline.database.Table;
import io.stageline.publisher.plan.Past;
import io.stageline.publisher.plan.Plan;
import io.stageline.publisher.plan.Step;
import io.stageline.publisher.plan.Steps;
import io.stageline.publisher.plan.TouchedRow;
import io.stageline.publisher.target.Outcome;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Writes one source transaction, in one or more pieces, inside an open production transaction, and explains what production
/// refuses. Net effects first; what they cannot do goes in the original order, and what is refused there change by change.
///
/// A change that misses its parent (or leaves a child) is put off until the rest has been written: one statement of staging
/// checks its foreign keys at its end, and a piece may end in the middle of one.
final class CarefulWriter {
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final ProductionSession session;
    private final TransactionHeader header;
    private final Optional<String> checkedAtOnce;
    private final Past past;
    private final Set<TouchedRow> putOffRows = new HashSet<>();
    private List<Numbered> putOff = new ArrayList<>();
    private @Nullable Numbered last;
    private long rows;
    private long noops;

    private record Numbered(long ordinal, ChangeEvent change) {}

    /// What became of a single change.
    private sealed interface Single {
        record Done() implements Single {}

        record PutOff() implements Single {}

        record Contradicted(Conflict conflict) implements Single {}
    }

    /// @param checkedAtOnce a deferrable constraint that is checked at each statement, though it may hold only in the end: what
    ///     it refuses is put off too
    CarefulWriter(
            ProductionSession session, TransactionHeader header, Optional<String> checkedAtOnce) {
        this.session = session;
        this.header = header;
        this.checkedAtOnce = checkedAtOnce;
        this.past = session.planner().nothingYet();
    }

    long rows() {
        return rows;
    }

    long noops() {
        return noops;
    }

    /// Writes the next changes of the source transaction.
    ///
    /// @param firstOrdinal the place of the first of them, from 1
    /// @return the conflict, if there is one: the production transaction must be rolled back
    Optional<Conflict> write(long firstOrdinal, List<ChangeEvent> changes) throws SQLException {
        Optional<Conflict> conflict = Optional.empty();
        if (putOff.isEmpty() && writtenByNetEffects(changes)) {
            past.add(changes);
        } else {
            conflict = writeInOriginalOrder(firstOrdinal, changes);
        }
        last = new Numbered(firstOrdinal + changes.size() - 1, changes.getLast());
        return conflict;
    }

    /// To be called after the last change.
    Optional<Conflict> finish() throws SQLException {
        retryPutOff();
        while (!putOff.isEmpty()) {
            Numbered first = putOff.removeFirst();
            if (single(first, false) instanceof Single.Contradicted contradicted) {
                return Optional.of(contradicted.conflict());
            }
            retryPutOff();
        }
        return Optional.empty();
    }

    /// What a constraint that was checked at the end refused, told of the last change: which one it was is not known.
    Optional<Conflict> refusedAtEnd(Refusal.Cause.Rejected cause) throws SQLException {
        Numbered change = last;
        return change == null ? Optional.empty() : explained(change, cause);
    }

    private boolean writtenByNetEffects(List<ChangeEvent> changes) throws SQLException {
        return switch (session.planner().netEffects(changes, past)) {
            case Plan.WriteSet set -> written(set.writes());
            case Plan.Unorderable _, Plan.Mismatch _ -> false;
        };
    }

    private boolean writtenTogether(List<Numbered> events) throws SQLException {
        List<ChangeEvent> changes = events.stream().map(Numbered::change).toList();
        boolean written =
                switch (session.planner().originalOrder(changes, past)) {
                    case Steps.Ordered ordered ->
                            written(ordered.steps().stream().map(Step::write).toList());
                    case Steps.Mismatch _ -> false;
                };
        if (written) {
            past.add(changes);
        }
        return written;
    }

    /// All of them, or none.
    private boolean written(List<Write> writes) throws SQLException {
        Savepoint before = session.connection().setSavepoint();
        long written = 0;
        for (Write write : writes) {
            if (!(session.target().write(write) instanceof Outcome.Written done)) {
                session.connection().rollback(before);
                return false;
            }
            written += done.rows();
        }
        session.connection().releaseSavepoint(before);
        rows += written;
        return true;
    }

    private Optional<Conflict> writeInOriginalOrder(long firstOrdinal, List<ChangeEvent> changes)
            throws SQLException {
        for (List<Numbered> events : groups(firstOrdinal, changes)) {
            if (events.size() > 1 && !meetsPutOff(events) && writtenTogether(events)) {
                continue;
            }
            for (Numbered event : events) {
                Optional<Conflict> conflict = writeSingly(event);
                if (conflict.isPresent()) {
                    return conflict;
                }
            }
        }
        retryPutOff();
        return Optional.empty();
    }

    /// What can stand in one statement each; where production lacks a table or column, each change for itself.
    private List<List<Numbered>> groups(long firstOrdinal, List<ChangeEvent> changes) {
        return switch (session.planner().originalOrder(changes, past)) {
            case Steps.Ordered ordered ->
                    ordered.steps().stream()
                            .map(step ->
                                    step.events().stream()
                                            .map(index -> numbered(firstOrdinal, changes, index))
                                            .toList())
                            .toList();
            case Steps.Mismatch _ ->
                    IntStream.range(0, changes.size())
                            .mapToObj(index -> List.of(numbered(firstOrdinal, changes, index)))
                            .toList();
        };
    }

    private static Numbered numbered(long firstOrdinal, List<ChangeEvent> changes, int index) {
        return new Numbered(firstOrdinal + index, changes.get(index));
    }

    private boolean meetsPutOff(List<Numbered> events) {
        return !putOff.isEmpty()
                && events.stream()
                        .flatMap(event -> session.planner().touched(event.change).stream())
                        .anyMatch(putOffRows::contains);
    }

    private Optional<Conflict> writeSingly(Numbered event) throws SQLException {
        Single result = meetsPutOff(List.of(event)) ? new Single.PutOff() : single(event, true);
        return switch (result) {
            case Single.Done _ -> Optional.empty();
            case Single.PutOff _ -> {
                putOff.add(event);
                putOffRows.addAll(session.planner().touched(event.change));
                yield Optional.empty();
            }
            case Single.Contradicted contradicted -> Optional.of(contradicted.conflict());
        };
    }

    /// Tries what was put off again, in order, as long as that helps.
    private void retryPutOff() throws SQLException {
        boolean helped = true;
        while (helped && !putOff.isEmpty()) {
            helped = false;
            List<Numbered> waiting = putOff;
            putOff = new ArrayList<>();
            putOffRows.clear();
            for (Numbered event : waiting) {
                boolean done = !meetsPutOff(List.of(event)) && writtenTogether(List.of(event));
                if (!done) {
                    putOff.add(event);
                    putOffRows.addAll(session.planner().touched(event.change));
                }
                helped |= done;
            }
        }
    }

    private Single single(Numbered event, boolean mayPutOff) throws SQLException {
        Write write;
        switch (session.planner().originalOrder(List.of(event.change), past)) {
            case Steps.Ordered ordered when ordered.steps().isEmpty() -> {
                noops++; // production deleted it by itself, with its parent
                past.add(List.of(event.change));
                return new Single.Done();
            }
            case Steps.Ordered ordered -> write = ordered.steps().getFirst().write();
            case Steps.Mismatch mismatch -> {
                return verdict(event, new Refusal.Cause.SchemaDiffers(mismatch.what()));
            }
        }
        Savepoint before = session.connection().setSavepoint();
        Outcome outcome = session.target().write(write);
        if (outcome instanceof Outcome.Written done) {
            session.connection().releaseSavepoint(before);
            rows += done.rows();
            past.add(List.of(event.change));
            return new Single.Done();
        }
        session.connection().rollback(before);
        return switch (outcome) {
            case Outcome.Written _ -> new Single.Done();
            case Outcome.Rejected rejected ->
                    mayPutOff && mayHoldLater(rejected.cause())
                            ? new Single.PutOff()
                            : verdict(event, rejected.cause());
            case Outcome.Missed _ -> missed(event, write);
        };
    }

    private boolean mayHoldLater(Refusal.Cause.Rejected cause) {
        return cause.sqlState().equals(FOREIGN_KEY_VIOLATION)
                || (checkedAtOnce.isPresent() && cause.constraint().equals(checkedAtOnce));
    }

    private Single missed(Numbered event, Write write) throws SQLException {
        boolean there = write instanceof Write.Rows found && session.target().hasRow(found);
        if (!there
                && event.change instanceof ChangeEvent.Delete delete
                && cascaded(delete.table(), new HashSet<>())) {
            noops++; // production deleted it by itself, with its parent
            past.add(List.of(event.change));
            return new Single.Done();
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
                                past.disturbed(key.parent()) || cascaded(key.parent(), seen));
    }

    private Single verdict(Numbered event, Refusal.Cause cause) throws SQLException {
        return explained(event, cause)
                .<Single>map(Single.Contradicted::new)
                .orElseGet(Single.Done::new);
    }

    private Optional<Conflict> explained(Numbered event, Refusal.Cause cause) throws SQLException {
        var refusal = new Refusal(header, event.ordinal, event.change, cause);
        return switch (session.checker().explain(session.connection(), refusal)) {
            case Verdict.AlreadyApplied _ -> {
                noops++;
                past.add(List.of(event.change));
                yield Optional.empty();
            }
            case Verdict.Conflicting conflicting -> Optional.of(conflicting.conflict());
        };
    }
}
