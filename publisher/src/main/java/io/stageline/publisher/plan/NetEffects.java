package io.stageline.publisher.plan;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.TableId;
import io.stageline.publisher.Operation;
import io.stageline.publisher.Shape;
import io.stageline.publisher.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Plans a stretch of row changes by their net effects.
final class NetEffects {
    private final RowWrites writes;
    private final Map<TableId, NetRows> tables = new LinkedHashMap<>();

    NetEffects(RowWrites writes) {
        this.writes = writes;
    }

    Plan plan(List<ChangeEvent> changes) throws MismatchException {
        for (ChangeEvent change : changes) {
            NetRows rows = tables.get(change.table());
            if (rows == null) {
                rows = new NetRows(writes.layout(change));
                tables.put(change.table(), rows);
            }
            Optional<String> puzzle = rows.accept(change);
            if (puzzle.isPresent()) {
                return new Plan.Unorderable(puzzle.get());
            }
        }
        List<Node> nodes = nodes();
        Optional<int[]> levels = new Dependencies(tables, nodes).levels();
        return levels.<Plan>map(found -> new Plan.WriteSet(statements(nodes, found)))
                .orElseGet(() ->
                        new Plan.Unorderable("the net effects depend on each other in a circle"));
    }

    /// A net row with what is to be written; its index in the list is its place in the graph.
    record Node(NetRow row, RowWrite write) {
        Shape shape() {
            return write.shape();
        }
    }

    private List<Node> nodes() throws MismatchException {
        List<Node> nodes = new ArrayList<>();
        for (NetRows table : tables.values()) {
            for (NetRow row : table.rows()) {
                if (!row.vanished()) {
                    nodes.add(new Node(row, row.write(writes)));
                }
            }
        }
        return nodes;
    }

    /// Statements of one level are independent of each other; within one, deletes come first and inserts last, for what
    /// the images do not tell.
    private static List<Write> statements(List<Node> nodes, int[] levels) {
        Map<Integer, Map<Shape, List<@Nullable String[]>>> byLevel = new TreeMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            RowWrite write = nodes.get(i).write();
            byLevel.computeIfAbsent(levels[i], _ -> new LinkedHashMap<>())
                    .computeIfAbsent(write.shape(), _ -> new ArrayList<>())
                    .add(write.values());
        }
        List<Write> statements = new ArrayList<>();
        for (Map<Shape, List<@Nullable String[]>> shapes : byLevel.values()) {
            for (Operation operation : Operation.values()) {
                for (Map.Entry<Shape, List<@Nullable String[]>> entry : shapes.entrySet()) {
                    if (entry.getKey().operation() == operation) {
                        statements.add(new Write.Rows(entry.getKey(), entry.getValue()));
                    }
                }
            }
        }
        return statements;
    }
}
