package io.stageline.publisher.plan;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import io.stageline.publisher.Write;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Plans how changes are written to production, whose catalogue tells the constraints. Pure and stateless; safe to use from
/// any thread.
public final class Planner {
    private final Catalogue production;

    public Planner(Catalogue production) {
        this.production = production;
    }

    /// The past of a production transaction that begins.
    public Past nothingYet() {
        return Past.none(production);
    }

    /// To be filled with what [#hidden] asks for.
    public OldRows noOldRows() {
        return new OldRows(production);
    }

    /// Plans by net effects: what several changes of a row come to is written once, rows of one shape in one statement.
    ///
    /// @param changes of whole source transactions, or of a piece of one, in order
    /// @param past what was written earlier in the same production transaction
    public Plan netEffects(List<ChangeEvent> changes, Past past) {
        return netEffects(changes, past, noOldRows(), true);
    }

    /// As [#netEffects(List, Past)], for changes that production refused once, or is expected to.
    ///
    /// @param known what [#hidden] asked for
    /// @param trusting whether statements are trusted to write their rows in the order given, as they mostly do
    public Plan netEffects(List<ChangeEvent> changes, Past past, OldRows known, boolean trusting) {
        List<Write> writes = new ArrayList<>();
        try {
            for (List<ChangeEvent> stretch : stretches(changes)) {
                if (stretch.getFirst() instanceof ChangeEvent.Truncate) {
                    writes.add(truncate(stretch, past));
                    continue;
                }
                var writing = new RowWrites(production, changes, past);
                switch (new NetEffects(writing, known, trusting).plan(stretch)) {
                    case Plan.WriteSet set -> writes.addAll(set.writes());
                    case Plan.Unorderable unorderable -> {
                        return unorderable;
                    }
                    case Plan.Mismatch mismatch -> {
                        return mismatch;
                    }
                }
            }
        } catch (MismatchException e) {
            return new Plan.Mismatch(e.change(), e.what());
        }
        return new Plan.WriteSet(writes);
    }

    /// Plans the events in their original order, with only harmless neighbours in one statement.
    ///
    /// @param past as for [#netEffects]
    public Steps originalOrder(List<ChangeEvent> changes, Past past) {
        try {
            return new Steps.Ordered(
                    new OriginalOrder(new RowWrites(production, changes, past), noOldRows(), false)
                            .plan(changes));
        } catch (MismatchException e) {
            return new Steps.Mismatch(e.change(), e.what());
        }
    }

    /// Rows whose old values may decide the order of these changes, though the change log does not show them.
    ///
    /// @param wanted which tables are of interest
    public List<HiddenRows> hidden(List<ChangeEvent> changes, Predicate<TableId> wanted) {
        return new Hidden(new RowWrites(production, List.of(), Past.none(production)), wanted)
                .of(changes);
    }

    /// The rows a change touches, by their row keys before and after; of a table without row key, the table as a whole.
    public Set<TouchedRow> touched(ChangeEvent change) {
        var writes = new RowWrites(production, List.of(), Past.none(production));
        Set<TouchedRow> touched = new HashSet<>();
        try {
            TableLayout layout = writes.layout(change);
            for (RowImage image : OriginalOrder.images(change)) {
                Values key =
                        layout.hasIdentity()
                                ? layout.identity().values(image).orElse(Values.NONE)
                                : Values.NONE;
                touched.add(new TouchedRow(change.table(), key.asList()));
            }
        } catch (MismatchException _) {
            touched.add(new TouchedRow(change.table(), List.of()));
        }
        return touched;
    }

    private Write truncate(List<ChangeEvent> stretch, Past past) throws MismatchException {
        return new OriginalOrder(new RowWrites(production, stretch, past), noOldRows(), false)
                .plan(stretch)
                .getFirst()
                .write();
    }

    /// A truncate is a barrier: nothing is consolidated across it. Truncates in a row stay together.
    private static List<List<ChangeEvent>> stretches(List<ChangeEvent> changes) {
        List<List<ChangeEvent>> stretches = new ArrayList<>();
        @Nullable ChangeEvent previous = null;
        for (ChangeEvent change : changes) {
            if (previous == null
                    || previous instanceof ChangeEvent.Truncate
                            != change instanceof ChangeEvent.Truncate) {
                stretches.add(new ArrayList<>());
            }
            stretches.getLast().add(change);
            previous = change;
        }
        return stretches;
    }
}
