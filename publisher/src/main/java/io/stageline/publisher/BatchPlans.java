package io.stageline.publisher;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.SourceTransaction;
import io.stageline.changelog.TableId;
import io.stageline.publisher.plan.HiddenRows;
import io.stageline.publisher.plan.OldRows;
import io.stageline.publisher.plan.Planner;
import io.stageline.publisher.target.Target;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The ways a batch can be written, one after the other as production refuses: net effects by what the change log shows;
/// net effects with a look at the rows it does not show; the original order. Remembers which tables are worth the look.
/// Owned by the thread that writes.
final class BatchPlans {
    /// So many batches after a look that helped are looked at without being refused first.
    private static final int REMEMBERED = 64;

    private final Map<TableId, Integer> worthALook = new HashMap<>();

    /// The first way; by itself the later ones where the batch needs them. What was planned ahead is taken if it still holds
    /// and looked at nothing that is worth a look.
    Planned first(
            BatchPlanner planner,
            Target target,
            List<SourceTransaction> flowing,
            Optional<PlanAhead> ahead)
            throws SQLException {
        if (worthALook.isEmpty() && ahead.isPresent() && ahead.get().holds(planner, flowing)) {
            return ahead.get().planned();
        }
        List<ChangeEvent> changes = BatchPlanner.changes(flowing);
        OldRows known =
                look(
                        planner.planner(),
                        target,
                        worthALook.isEmpty()
                                ? List.of()
                                : planner.planner().hidden(changes, worthALook::containsKey));
        worthALook.replaceAll((_, left) -> left - 1);
        worthALook.values().removeIf(left -> left <= 0);
        return planner.netEffects(changes, known, true);
    }

    /// After a refusal: every hidden row is looked at, and nothing is left to the order inside a statement.
    Planned second(BatchPlanner planner, Target target, List<ChangeEvent> changes)
            throws SQLException {
        OldRows known =
                look(planner.planner(), target, planner.planner().hidden(changes, _ -> true));
        return planner.netEffects(changes, known, false);
    }

    /// The second way helped where the first was refused: next time, look at once.
    void helped(BatchPlanner planner, List<ChangeEvent> changes) {
        planner.planner()
                .hidden(changes, _ -> true)
                .forEach(hidden -> worthALook.put(hidden.table(), REMEMBERED));
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
