package io.stageline.publisher.plan;

import io.stageline.database.UniqueKey;
import io.stageline.publisher.Operation;
import io.stageline.publisher.plan.OrderGraph.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What unique keys demand of the order of net effects: a value is released before another row takes it. Where the images
/// do not tell old values, a table's deletes come before its updates before its inserts, as a wish.
final class UniqueOrder {
    private final Nodes nodes;

    UniqueOrder(Nodes nodes) {
        this.nodes = nodes;
    }

    void add(NetRows table) {
        TableLayout layout = table.layout();
        for (UniqueKey key : layout.table().uniqueKeys()) {
            if (key.plain() && !key.deferrable()) {
                releaseBeforeTake(table, key);
            }
        }
        if (layout.hiddenUniqueValues() && valuesAreHidden(table)) {
            deletesThenUpdatesThenInserts(table);
        }
    }

    private void releaseBeforeTake(NetRows table, UniqueKey key) {
        boolean ofRowKey = table.layout().isRowKey(key);
        Pick pick = table.layout().pick(key.columns());
        Map<Values, NetRow> released = new HashMap<>();
        for (NetRow row : table.rows()) {
            if (row.born() || row.vanished() || (ofRowKey && row.kept() && !row.moved())) {
                continue;
            }
            Optional<Values> old = row.oldValues(pick);
            if (old.isPresent()
                    && (key.nullsNotDistinct() || !old.get().hasNull())
                    && (row.gone() || !old.equals(row.newValues(pick)))) {
                released.put(old.get(), row);
            }
        }
        if (!released.isEmpty()) {
            takeAfter(released, table, pick, ofRowKey);
        }
    }

    private void takeAfter(
            Map<Values, NetRow> released, NetRows table, Pick pick, boolean ofRowKey) {
        for (NetRow row : table.rows()) {
            if (!row.alive() || (ofRowKey && row.kept() && !row.moved())) {
                continue;
            }
            @Nullable NetRow releaser = row.newValues(pick).map(released::get).orElse(null);
            if (releaser != null) {
                boolean update = nodes.alike(Operation.UPDATE, releaser, row);
                nodes.before(releaser, row, update ? Kind.AHEAD : Kind.EARLIER);
            }
        }
    }

    private static boolean valuesAreHidden(NetRows table) {
        return table.layout().hasOpaqueKeys()
                || table.rows().stream()
                        .anyMatch(row -> !row.born() && !row.vanished() && row.old() == null);
    }

    private void deletesThenUpdatesThenInserts(NetRows table) {
        List<NetRow> deletes = of(table, Operation.DELETE);
        List<NetRow> updates = of(table, Operation.UPDATE);
        List<NetRow> inserts = of(table, Operation.INSERT);
        nodes.wish(deletes, updates);
        nodes.wish(deletes, inserts);
        nodes.wish(updates, inserts);
    }

    private List<NetRow> of(NetRows table, Operation operation) {
        return table.rows().stream()
                .filter(row -> !row.vanished() && nodes.operation(row) == operation)
                .toList();
    }
}
