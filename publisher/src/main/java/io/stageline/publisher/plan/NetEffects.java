package io.stageline.publisher.plan;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.TableId;
import io.stageline.publisher.Operation;
import io.stageline.publisher.Write;
import io.stageline.publisher.plan.OrderGraph.Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Plans a stretch of row changes by their net effects. Rows that must come before each other (a swap of unique values)
/// are written change by change in the original order, all others by what their changes come to.
final class NetEffects {
    private static final int SHAPE = 24;
    private static final int OPERATION = 40;
    private static final int LEVEL = 42;
    private static final long POSITION = (1L << SHAPE) - 1;

    private final RowWrites writes;
    private final OldRows known;
    private final boolean trusting;
    private final Map<TableId, NetRows> tables = new LinkedHashMap<>();

    /// @param trusting whether statements are trusted to write their rows in the order given
    NetEffects(RowWrites writes, OldRows known, boolean trusting) {
        this.writes = writes;
        this.known = known;
        this.trusting = trusting;
    }

    Plan plan(List<ChangeEvent> changes) throws MismatchException {
        List<NetRow> rows = new ArrayList<>(changes.size());
        Optional<String> puzzle = accept(changes, rows);
        if (puzzle.isPresent()) {
            return new Plan.Unorderable(puzzle.get());
        }
        if (tables.values().stream().anyMatch(this::rewordsKeys)) {
            return new Plan.Unorderable("a key that gets another text, with children that follow");
        }
        learn();
        Optional<String> untold = new UntoldActions(writes, tables).puzzle();
        if (untold.isPresent()) {
            return new Plan.Unorderable(untold.get());
        }
        ParentOrder.foresee(tables);
        var graph = new OrderGraph(trusting);
        var nodes = new Nodes(tables, writes, graph);
        var unique = new UniqueOrder(nodes);
        var parents = new ParentOrder(nodes, tables);
        for (NetRows table : tables.values()) {
            unique.add(table);
            parents.add(table);
        }
        new Swaps(nodes).add(changes, rows);
        Order order = graph.order();
        if (order.circles().isEmpty()) {
            return new Plan.WriteSet(statements(nodes, order, Map.of()));
        }
        return new Circles(writes, known, nodes, order, trusting)
                .plan(changes, rows)
                .<Plan>map(circles -> new Plan.WriteSet(statements(nodes, order, circles)))
                .orElseGet(
                        () -> new Plan.Unorderable("a circle of rows whose children follow them"));
    }

    /// Puts the row each change belongs to into `rows`.
    ///
    /// @return why net effects cannot tell what happened, if they cannot
    private Optional<String> accept(List<ChangeEvent> changes, List<NetRow> rows)
            throws MismatchException {
        @Nullable TableId last = null;
        @Nullable NetRows table = null;
        for (ChangeEvent change : changes) {
            if (table == null || !change.table().equals(last)) {
                last = change.table();
                table = tables.get(last);
                if (table == null) {
                    if (writes.layout(change).opaqueIdentity()
                            && writes.past().runsAheadOfChildrenOf(last)) {
                        return Optional.of("a key that may be equal to another of other text");
                    }
                    table = new NetRows(writes.layout(change), writes.past());
                    tables.put(last, table);
                }
            }
            switch (table.accept(change)) {
                case NetRows.Accepted.Of of -> {
                    of.row().tellOf(rows.size());
                    rows.add(of.row());
                }
                case NetRows.Accepted.Puzzle puzzle -> {
                    return Optional.of(puzzle.reason());
                }
            }
        }
        return Optional.empty();
    }

    private boolean rewordsKeys(NetRows table) {
        return writes.past().actsOnChildrenOf(table.layout().table().id())
                && table.rows().stream().anyMatch(NetRow::rewordsKey);
    }

    private void learn() {
        tables.forEach((id, table) -> {
            if (known.know(id)) {
                for (NetRow row : table.rows()) {
                    if (row.old() == null) {
                        row.original().flatMap(key -> known.row(id, key)).ifPresent(row::learn);
                    }
                }
            }
        });
    }

    /// One statement for each level, operation and shape; deletes first and inserts last, for what the images do not tell.
    private static List<Write> statements(
            Nodes nodes, Order order, Map<Integer, List<Write>> circles) {
        Map<Integer, List<Write>> levels = new TreeMap<>();
        int[] sorted = sorted(nodes, order);
        List<@Nullable String[]> rows = new ArrayList<>();
        for (int i = 0; i < sorted.length; i++) {
            RowWrite write = nodes.write(sorted[i]);
            int level = order.levels()[sorted[i]];
            rows.add(write.values());
            boolean more =
                    i + 1 < sorted.length
                            && order.levels()[sorted[i + 1]] == level
                            && nodes.write(sorted[i + 1]).number() == write.number()
                            && !write.shape().oneRowOnly();
            if (!more) {
                levels.computeIfAbsent(level, _ -> new ArrayList<>())
                        .add(new Write.Rows(write.shape(), rows));
                rows = new ArrayList<>();
            }
        }
        circles.forEach((level, writes) ->
                levels.computeIfAbsent(level, _ -> new ArrayList<>()).addAll(writes));
        return levels.values().stream().flatMap(List::stream).toList();
    }

    private static long rank(Operation operation) {
        return switch (operation) {
            case DELETE -> 0;
            case UPDATE -> 1;
            case INSERT -> 2;
        };
    }

    /// The nodes outside circles by level, operation, shape and place in the graph's order. Sorts numbers, for a batch has
    /// tens of thousands of nodes: 24 bits for the place, 16 for the shape, 2 for the operation, the rest for the level.
    private static int[] sorted(Nodes nodes, Order order) {
        boolean[] inCircle = new boolean[nodes.size()];
        order.circles()
                .forEach(circle -> {
                    for (int node : circle) {
                        inCircle[node] = true;
                    }
                });
        int[] byPosition = new int[order.positions().length];
        long[] keys = new long[nodes.size()];
        int count = 0;
        for (int node = 0; node < nodes.size(); node++) {
            int position = order.positions()[node];
            byPosition[position] = node;
            if (!inCircle[node]) {
                RowWrite write = nodes.write(node);
                keys[count++] =
                        (long) order.levels()[node] << LEVEL
                                | rank(write.shape().operation()) << OPERATION
                                | (long) write.number() << SHAPE
                                | position;
            }
        }
        Arrays.sort(keys, 0, count);
        int[] sorted = new int[count];
        Arrays.setAll(sorted, i -> byPosition[(int) (keys[i] & POSITION)]);
        return sorted;
    }
}
