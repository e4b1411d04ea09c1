package io.stageline.publisher.plan;

import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rows as production has them before a batch, where somebody looked: the change log does not show them
/// ([HiddenRows]). They tell the planner the order, nothing else.
public final class OldRows {
    public static final OldRows NONE = new OldRows();

    private final Map<TableId, Map<Values, RowImage>> rows = new HashMap<>();

    /// Takes in rows of a table.
    ///
    /// @param key the columns of the row key, in its order
    public void add(TableId table, List<String> key, List<RowImage> found) {
        var pick = new Pick(key);
        Map<Values, RowImage> ofTable = rows.computeIfAbsent(table, _ -> new HashMap<>());
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
