package io.stageline.publisher;

import io.stageline.changelog.ChangeEvent;
import io.stageline.conflict.Conflict;
import io.stageline.conflict.Refusal.Cause.Rejected;
import io.stageline.conflict.Refusal.Cause.RejectedAtEnd;
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
    /// The guilty change of a refusal at the end is looked for as long as this is enough.
    private static final int MOST_PUT_OFF = 20_000;

    private final ProductionSession session;
    private final SingleWriter singles;
    private final Tally tally;
    private final Set<TouchedRow> putOffRows = new HashSet<>();
    private List<Numbered> putOff = new ArrayList<>();
    private final Optional<Rejected> checkedAtOnce;
    private @Nullable Numbered last;

    /// @param checkedAtOnce what refused at the end when it was written before: that constraint is checked at each statement now,
    ///     though it may hold only in the end, and what it refuses is put off too
    CarefulWriter(
            ProductionSession session,
            Beginning beginning,
            Settlement settlement,
            Optional<Rejected> checkedAtOnce) {
        this.session = session;
        this.checkedAtOnce = checkedAtOnce;
        this.tally = new Tally(session.planner().nothingYet());
        this.singles =
                new SingleWriter(
                        session,
                        beginning,
                        settlement,
                        checkedAtOnce.flatMap(Rejected::constraint),
                        tally);
    }

    Optional<Rejected> checkedAtOnce() {
        return checkedAtOnce;
    }

    Tally tally() {
        return tally;
    }

    /// Writes the next changes of the source transaction.
    ///
    /// @param firstOrdinal the place of the first of them, from 1
    /// @return the conflict, if there is one: the production transaction must be rolled back
    Optional<Conflict> write(long firstOrdinal, List<ChangeEvent> changes) throws SQLException {
        Optional<Conflict> conflict = Optional.empty();
        if (putOff.isEmpty() && writtenByNetEffects(changes)) {
            tally.past().add(changes);
        } else {
            conflict = writeInOriginalOrder(firstOrdinal, changes);
        }
        last = new Numbered(firstOrdinal + changes.size() - 1, changes.getLast());
        if (conflict.isEmpty() && checkedAtOnce.isPresent() && putOff.size() > MOST_PUT_OFF) {
            return refusedAtEnd(checkedAtOnce.get());
        }
        return conflict;
    }

    /// To be called after the last change.
    Optional<Conflict> finish() throws SQLException {
        retryPutOff();
        if (referToEachOtherOnly()) {
            singles.childrenMayGo();
        }
        while (!putOff.isEmpty()) {
            Numbered first = putOff.removeFirst();
            if (singles.write(first, false, false)
                    instanceof SingleWriter.Result.Contradicted contradicted) {
                return Optional.of(contradicted.conflict());
            }
            retryPutOff();
        }
        return Optional.empty();
    }

    /// Whether deletes are left that wait for each other alone: rows in a circle of ON DELETE CASCADE, say.
    private boolean referToEachOtherOnly() throws SQLException {
        for (Numbered event : putOff) {
            if (!(event.change() instanceof ChangeEvent.Delete delete)) {
                return false;
            }
            for (ChangeEvent.Delete child : singles.children(delete, putOff.size() + 1)) {
                if (!putOffRows.containsAll(session.planner().touched(child))) {
                    return false;
                }
            }
        }
        return !putOff.isEmpty();
    }

    /// What a constraint that was checked at the end refused, told of the last change: which one it was is not known.
    Optional<Conflict> refusedAtEnd(Rejected cause) throws SQLException {
        Numbered change = last;
        return change == null
                ? Optional.empty()
                : singles.explained(change, new RejectedAtEnd(cause));
    }

    private boolean writtenByNetEffects(List<ChangeEvent> changes) throws SQLException {
        return switch (session.planner().netEffects(changes, tally.past())) {
            case Plan.WriteSet set -> written(set.writes());
            case Plan.Unorderable _, Plan.Mismatch _ -> false;
        };
    }

    private boolean writtenTogether(List<Numbered> events) throws SQLException {
        List<ChangeEvent> changes = events.stream().map(Numbered::change).toList();
        boolean written =
                switch (session.planner().originalOrder(changes, tally.past())) {
                    case Steps.Ordered ordered ->
                            written(ordered.steps().stream().map(Step::write).toList());
                    case Steps.Mismatch _ -> false;
                };
        if (written) {
            tally.past().add(changes);
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
        tally.rows(written);
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
        return switch (session.planner().originalOrder(changes, tally.past())) {
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
                        .flatMap(event -> session.planner().touched(event.change()).stream())
                        .anyMatch(putOffRows::contains);
    }

    private Optional<Conflict> writeSingly(Numbered event) throws SQLException {
        SingleWriter.Result result =
                meetsPutOff(List.of(event))
                        ? new SingleWriter.Result.PutOff()
                        : singles.write(event, true, !putOff.isEmpty());
        return switch (result) {
            case SingleWriter.Result.Done _ -> Optional.empty();
            case SingleWriter.Result.PutOff _ -> {
                putOff.add(event);
                putOffRows.addAll(session.planner().touched(event.change()));
                yield Optional.empty();
            }
            case SingleWriter.Result.Contradicted contradicted ->
                    Optional.of(contradicted.conflict());
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
                    putOffRows.addAll(session.planner().touched(event.change()));
                }
                helped |= done;
            }
        }
    }
}
