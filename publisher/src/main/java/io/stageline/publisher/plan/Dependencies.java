package io.stageline.publisher.plan;

import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.database.ForeignKey;
import io.stageline.database.UniqueKey;
import io.stageline.publisher.Operation;
import io.stageline.publisher.plan.NetEffects.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What production's constraints demand of the order of net effects:
///
/// - a unique value is released before another row takes it;
/// - a parent is there before a child refers to it (rows of one INSERT may refer to each other);
/// - children let go of a parent before it goes or gets another key.
///
/// Where the images do not tell old values, whole groups are ordered: a table's deletes before its updates before its
/// inserts as a wish, a child table's deletes and updates before the parents' deletes.
final class Dependencies {
    private final Map<TableId, List<Integer>> byTable = new LinkedHashMap<>();
    private final Map<TableId, NetRows> tables;
    private final List<Node> nodes;
    private final OrderGraph graph = new OrderGraph();
    private final Map<Provided, Map<List<@Nullable String>, Integer>> providers = new HashMap<>();

    private record Provided(TableId parent, List<String> columns) {}

    Dependencies(Map<TableId, NetRows> tables, List<Node> nodes) {
        this.tables = tables;
        this.nodes = nodes;
        for (Node node : nodes) {
            byTable.computeIfAbsent(node.shape().table(), _ -> new ArrayList<>()).add(graph.add());
        }
    }

    Optional<int[]> levels() {
        byTable.forEach((id, rows) -> {
            TableLayout layout = layout(id);
            for (UniqueKey key : layout.table().uniqueKeys()) {
                if (key.plain() && !key.deferrable()) {
                    releaseBeforeTake(layout, key, rows);
                }
            }
            if (layout.hiddenUniqueValues()) {
                deletesThenUpdatesThenInserts(rows);
            }
            for (ForeignKey key : layout.table().foreignKeys()) {
                parentBeforeChild(layout, key, rows);
                childrenLetGo(layout, key, rows);
            }
        });
        return graph.levels();
    }

    private TableLayout layout(TableId table) {
        NetRows rows = tables.get(table);
        if (rows == null) {
            throw new IllegalStateException("A write of a table without changes");
        }
        return rows.layout();
    }

    private void releaseBeforeTake(TableLayout layout, UniqueKey key, List<Integer> rows) {
        Pick pick = layout.pick(key.columns());
        Map<List<@Nullable String>, Integer> released = new HashMap<>();
        for (int index : rows) {
            NetRow row = nodes.get(index).row();
            Optional<List<@Nullable String>> old = oldValues(row, key, pick);
            if (old.isPresent() && (row.gone() || !old.equals(newValues(row, pick)))) {
                released.put(old.get(), index);
            }
        }
        if (released.isEmpty()) {
            return;
        }
        for (int index : rows) {
            Integer releaser =
                    newValues(nodes.get(index).row(), pick).map(released::get).orElse(null);
            if (releaser != null && releaser != index) {
                graph.before(releaser, index, false);
            }
        }
    }

    /// The values production has in these columns, where the images tell.
    private static Optional<List<@Nullable String>> oldValues(
            NetRow row, UniqueKey key, Pick pick) {
        if (row.layout().isRowKey(key)) {
            return row.original();
        }
        RowImage before = row.guard();
        return before == null ? Optional.empty() : pick.values(before);
    }

    private static Optional<List<@Nullable String>> newValues(NetRow row, Pick pick) {
        RowImage after = row.image();
        return after == null ? Optional.empty() : pick.values(after);
    }

    private void deletesThenUpdatesThenInserts(List<Integer> rows) {
        inGroups(rows, Operation.DELETE, rows, Operation.UPDATE);
        inGroups(rows, Operation.DELETE, rows, Operation.INSERT);
        inGroups(rows, Operation.UPDATE, rows, Operation.INSERT);
    }

    private void inGroups(
            List<Integer> first, Operation before, List<Integer> second, Operation after) {
        allBefore(
                first.stream().filter(index -> operation(index) == before).toList(),
                second.stream().filter(index -> operation(index) == after).toList(),
                true);
    }

    private void allBefore(List<Integer> first, List<Integer> second, boolean onlyWish) {
        if (first.isEmpty() || second.isEmpty()) {
            return;
        }
        int barrier = graph.add();
        first.forEach(index -> graph.before(index, barrier, onlyWish));
        second.forEach(index -> graph.before(barrier, index, onlyWish));
    }

    private Operation operation(int index) {
        return nodes.get(index).shape().operation();
    }

    private void parentBeforeChild(TableLayout layout, ForeignKey key, List<Integer> children) {
        List<Integer> parents = byTable.getOrDefault(key.parent(), List.of());
        if (parents.isEmpty()) {
            return;
        }
        Map<List<@Nullable String>, Integer> provided =
                providers.computeIfAbsent(
                        new Provided(key.parent(), key.parentColumns()),
                        wanted -> provided(wanted, parents));
        Pick pick = layout.pick(key.columns());
        for (int child : children) {
            RowImage image = nodes.get(child).row().image();
            Integer parent =
                    image == null
                            ? null
                            : pick.valuesWithoutNull(image).map(provided::get).orElse(null);
            if (parent == null || parent == child) {
                continue;
            }
            if (operation(parent) == Operation.INSERT
                    && nodes.get(parent).shape().equals(nodes.get(child).shape())) {
                graph.join(parent, child); // checked at the end of the statement
            } else {
                graph.before(parent, child, key.deferrable());
            }
        }
    }

    /// The key values that these writes bring into being.
    private Map<List<@Nullable String>, Integer> provided(Provided wanted, List<Integer> parents) {
        Pick pick = layout(wanted.parent).pick(wanted.columns);
        Map<List<@Nullable String>, Integer> provided = new HashMap<>();
        for (int index : parents) {
            NetRow row = nodes.get(index).row();
            if (row.born() || mayChange(row, pick)) {
                newValues(row, pick).ifPresent(values -> provided.put(values, index));
            }
        }
        return provided;
    }

    /// Whether these columns of a row that stays may get other values.
    private static boolean mayChange(NetRow row, Pick pick) {
        if (!row.kept()) {
            return false;
        }
        RowImage before = row.guard();
        if (before != null && pick.fits(before)) {
            return !pick.values(before).equals(newValues(row, pick));
        }
        return row.moved() || !row.layout().identity().names().containsAll(pick.names());
    }

    private void childrenLetGo(TableLayout layout, ForeignKey key, List<Integer> children) {
        List<Integer> parents = byTable.getOrDefault(key.parent(), List.of());
        boolean movesCascade = key.onUpdate() != ForeignKey.Action.REFUSE;
        if (movesCascade) { // production would move the child away from under its own delete
            allBefore(
                    children.stream().filter(index -> nodes.get(index).row().gone()).toList(),
                    parents.stream().filter(index -> nodes.get(index).row().moved()).toList(),
                    true);
        }
        Predicate<NetRow> leaving = movesCascade ? NetRow::gone : row -> row.gone() || row.moved();
        List<Integer> going =
                parents.stream().filter(index -> leaving.test(nodes.get(index).row())).toList();
        if (going.isEmpty()) {
            return;
        }
        Pick pick = layout.pick(key.columns());
        boolean ofItself = layout.table().id().equals(key.parent());
        List<Integer> lettingGo =
                children.stream()
                        .filter(index -> {
                            NetRow row = nodes.get(index).row();
                            return row.gone()
                                    ? !ofItself
                                    : mayChange(row, pick) && !leaving.test(row);
                        })
                        .toList();
        allBefore(lettingGo, going, key.deferrable());
        if (ofItself) {
            joinDeletes(going);
        }
    }

    /// Rows of one DELETE may refer to each other: they are checked at the end of the statement.
    private void joinDeletes(List<Integer> rows) {
        Map<Object, Integer> firstOfShape = new HashMap<>();
        for (int index : rows) {
            if (operation(index) == Operation.DELETE) {
                int first = firstOfShape.computeIfAbsent(nodes.get(index).shape(), _ -> index);
                graph.join(index, first);
            }
        }
    }
}
