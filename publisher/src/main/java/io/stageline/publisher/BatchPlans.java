package io.stageline.publisher;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.TableId;
import io.stageline.publisher.plan.HiddenRows;
import io.stageline.publisher.plan.OldRows;
import io.stageline.publisher.plan.Plan;
import io.stageline.publisher.plan.Planner;
import io.stageline.publisher.plan.Step;
import io.stageline.publisher.plan.Steps;
import io.stageline.publisher.target.Target;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The ways a batch can be written, one after the other as production refuses: net effects by what the change log shows;
/// net effects with a look at the rows it does not show; the original order. Remembers which tables are worth the look.
/// Owned by the thread that writes.
final class BatchPlans {
    /// So many batches after a look that helped are looked at without being refused first.
    private static final int REMEMBERED = 64;

    private final Map<TableId, Integer> worthALook = new HashMap<>();

    /// @param mismatch whether production cannot take a change at all; then there are no writes
    record Planned(List<Write> writes, boolean mismatch) {
        Planned {
            writes = List.copyOf(writes);
        }

        private static final Planned MISMATCH = new Planned(List.of(), true);
    }

    /// The first way; by itself the later ones where the batch needs them.
    Planned first(Planner planner, Target target, List<ChangeEvent> changes) throws SQLException {
        OldRows known =
                worthALook.isEmpty()
                        ? planner.noOldRows()
                        : look(planner, target, planner.hidden(changes, worthALook::containsKey));
        worthALook.replaceAll((_, left) -> left - 1);
        worthALook.values().removeIf(left -> left <= 0);
        return planned(
                planner, changes, planner.netEffects(changes, planner.nothingYet(), known, true));
    }

    /// After a refusal: every hidden row is looked at, and nothing is left to the order inside a statement.
    Planned second(Planner planner, Target target, List<ChangeEvent> changes) throws SQLException {
        OldRows known = look(planner, target, planner.hidden(changes, _ -> true));
        return planned(
                planner, changes, planner.netEffects(changes, planner.nothingYet(), known, false));
    }

    /// The last way: as staging did it.
    Planned original(Planner planner, List<ChangeEvent> changes) {
        return switch (planner.originalOrder(changes, planner.nothingYet())) {
            case Steps.Ordered ordered ->
                    new Planned(ordered.steps().stream().map(Step::write).toList(), false);
            case Steps.Mismatch _ -> Planned.MISMATCH;
        };
    }

    /// The second way helped where the first was refused: next time, look at once.
    void helped(Planner planner, List<ChangeEvent> changes) {
        planner.hidden(changes, _ -> true)
                .forEach(hidden -> worthALook.put(hidden.table(), REMEMBERED));
    }

    private Planned planned(Planner planner, List<ChangeEvent> changes, Plan plan) {
        return switch (plan) {
            case Plan.WriteSet set -> new Planned(set.writes(), false);
            case Plan.Unorderable _ -> original(planner, changes);
            case Plan.Mismatch _ -> Planned.MISMATCH;
        };
    }

    private static OldRows look(Planner planner, Target target, List<HiddenRows> hidden)
            throws SQLException {
        OldRows known = planner.noOldRows();
        for (HiddenRows rows : hidden) {
            var shape = new Shape(rows.table(), Operation.DELETE, List.of(), rows.key(), List.of());
            known.add(
                    rows.table(), target.read(new Write.Rows(shape, rows.keys()), rows.columns()));
        }
        return known;
    }
}
