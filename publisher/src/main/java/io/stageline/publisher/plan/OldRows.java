package io.stageline.publisher.plan;

import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import io.stageline.database.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rows as production has them before a batch, where somebody looked: the change log does not show them
/// ([HiddenRows]). They tell the planner the order, nothing else.
public final class OldRows {
    private final Catalogue production;
    private final Map<TableId, Map<Values, RowImage>> rows = new HashMap<>();

    /// None are known yet.
    OldRows(Catalogue production) {
        this.production = production;
    }

    /// Takes in rows of a table, with their row keys.
    public void add(TableId id, List<RowImage> found) {
        Optional<Table> table = production.table(id);
        if (table.isEmpty()) {
            return;
        }
        Pick pick = new TableLayout(table.get()).identity();
        Map<Values, RowImage> ofTable = rows.computeIfAbsent(id, _ -> new HashMap<>());
        for (RowImage row : found) {
            pick.values(row).ifPresent(values -> ofTable.put(values, row));
        }
    }

    /// Whether somebody looked for rows of this table.
    boolean know(TableId table) {
        return rows.containsKey(table);
    }

    Optional<RowImage> row(TableId table, Values key) {
        @Nullable Map<Values, RowImage> ofTable = rows.get(table);
        return ofTable == null ? Optional.empty() : Optional.ofNullable(ofTable.get(key));
    }
}
