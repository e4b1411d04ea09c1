package io.stageline.publisher.plan;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.RowImage;
import io.stageline.database.UniqueKey;
import io.stageline.publisher.plan.OrderGraph.Kind;
import java.util.List;

/// Finds rows that may hand unique values on in a circle, though the change log does not show what they held before. A value
/// can be taken only when its row has let it go; so in every circle one row shows another value for a while, and the others take theirs
/// in that while. Such rows are put in a circle: they are written in the original order. What is not found here, production
/// refuses, and it is looked at.
final class Swaps {
    /// Changes that such a while has at most: it lies inside one source transaction, and longer ones are mostly chance.
    private static final int WHILE = 64;

    private final Nodes nodes;

    Swaps(Nodes nodes) {
        this.nodes = nodes;
    }

    /// @param rows the row each change belongs to
    void add(List<ChangeEvent> changes, List<NetRow> rows) {
        for (int i = 0; i < changes.size(); i++) {
            NetRow row = rows.get(i);
            if (changes.get(i) instanceof ChangeEvent.Update update && isHidden(row)) {
                int earlier = row.changedAt(i);
                if (earlier >= 0
                        && i - earlier > 1
                        && i - earlier <= WHILE
                        && changes.get(earlier) instanceof ChangeEvent.Update before
                        && handsOn(row.layout(), before.after(), update.after())) {
                    addWhile(row, rows.subList(earlier + 1, i));
                }
            }
        }
    }

    private static boolean isHidden(NetRow row) {
        return row.kept() && row.old() == null && row.layout().hiddenUniqueValues();
    }

    private static boolean handsOn(TableLayout layout, RowImage before, RowImage after) {
        for (UniqueKey key : layout.table().uniqueKeys()) {
            if (!key.deferrable() && !layout.isRowKey(key)) {
                Pick pick = layout.pick(key.columns());
                if (pick.fits(before)
                        && pick.fits(after)
                        && !pick.values(before).equals(pick.values(after))) {
                    return true;
                }
            }
        }
        return false;
    }

    private void addWhile(NetRow row, List<NetRow> meanwhile) {
        for (NetRow other : meanwhile) {
            if (other != row && other.layout() == row.layout() && isHidden(other)) {
                nodes.before(row, other, Kind.EARLIER);
                nodes.before(other, row, Kind.EARLIER);
            }
        }
    }
}
