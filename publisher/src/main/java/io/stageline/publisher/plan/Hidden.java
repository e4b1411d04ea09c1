package io.stageline.publisher.plan;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.database.ForeignKey;
import io.stageline.database.UniqueKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds the rows whose old unique values and parents the change log does not show.
final class Hidden {
    private final RowWrites writes;
    private final Predicate<TableId> wanted;
    private final Map<TableId, Set<Values>> keys = new LinkedHashMap<>();

    Hidden(RowWrites writes, Predicate<TableId> wanted) {
        this.writes = writes;
        this.wanted = wanted;
    }

    List<HiddenRows> of(List<ChangeEvent> changes) {
        List<HiddenRows> hidden = new ArrayList<>();
        Map<TableId, TableLayout> layouts = new LinkedHashMap<>();
        try {
            for (ChangeEvent change : changes) {
                if (wanted.test(change.table())) {
                    TableLayout layout = writes.layout(change);
                    layouts.put(change.table(), layout);
                    add(layout, change);
                }
            }
        } catch (MismatchException _) {
            return List.of(); // planning will say so
        }
        keys.forEach((table, rows) -> {
            TableLayout layout = layouts.get(table);
            if (layout != null && !columns(layout).isEmpty()) {
                hidden.add(
                        new HiddenRows(
                                table,
                                layout.identity().names(),
                                columns(layout),
                                rows.stream().map(Values::asArray).toList()));
            }
        });
        return hidden;
    }

    /// A row that is inserted and changed later is asked for in vain, which does no harm.
    private void add(TableLayout layout, ChangeEvent change) {
        @Nullable RowImage before;
        @Nullable RowImage after = null;
        switch (change) {
            case ChangeEvent.Update update -> {
                before = update.before();
                after = update.after();
            }
            case ChangeEvent.Delete delete -> before = delete.before();
            case ChangeEvent.Insert _, ChangeEvent.Truncate _ -> {
                return;
            }
        }
        if (!layout.isWhole(before)) {
            layout.keyOf(before, after)
                    .ifPresent(key ->
                            keys.computeIfAbsent(change.table(), _ -> new LinkedHashSet<>())
                                    .add(key));
        }
    }

    /// The columns of unique keys and foreign keys, without the row key's.
    private static List<String> columns(TableLayout layout) {
        Set<String> columns = new LinkedHashSet<>();
        for (UniqueKey key : layout.table().uniqueKeys()) {
            columns.addAll(key.columns());
        }
        for (ForeignKey key : layout.table().foreignKeys()) {
            columns.addAll(key.columns());
        }
        layout.identity().names().forEach(columns::remove);
        return List.copyOf(columns);
    }
}
