package io.stageline.publisher.plan;

import io.stageline.changelog.TableId;
import io.stageline.publisher.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The net rows that are written, by table, with their writes: a row's place is its node in the graph.
final class Nodes {
    private final Map<TableId, NetRows> tables;
    private final List<NetRow> rows = new ArrayList<>();
    private final List<RowWrite> writes = new ArrayList<>();
    private final OrderGraph graph;

    Nodes(Map<TableId, NetRows> tables, RowWrites made, OrderGraph graph) throws MismatchException {
        this.tables = tables;
        this.graph = graph;
        for (NetRows table : tables.values()) {
            for (NetRow row : table.rows()) {
                if (!row.vanished()) {
                    row.place(graph.add());
                    rows.add(row);
                    writes.add(row.write(made));
                }
            }
        }
    }

    int size() {
        return rows.size();
    }

    NetRow row(int node) {
        return rows.get(node);
    }

    RowWrite write(int node) {
        return writes.get(node);
    }

    /// The rows of a table, also those that vanished.
    List<NetRow> of(TableId table) {
        return Optional.ofNullable(tables.get(table)).map(NetRows::rows).orElse(List.of());
    }

    boolean has(TableId table) {
        return tables.containsKey(table);
    }

    Operation operation(NetRow row) {
        return writes.get(row.place()).shape().operation();
    }

    /// Whether both rows can stand in one statement of this operation.
    boolean alike(Operation operation, NetRow one, NetRow other) {
        RowWrite first = writes.get(one.place());
        return first.number() == writes.get(other.place()).number()
                && first.shape().operation() == operation
                && !first.shape().oneRowOnly();
    }

    void before(NetRow first, NetRow second, OrderGraph.Kind kind) {
        if (first != second) {
            graph.before(first.place(), second.place(), kind);
        }
    }

    /// All of the first before all of the second, if possible.
    void wish(List<NetRow> first, List<NetRow> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return;
        }
        int barrier = graph.add();
        for (NetRow row : first) {
            graph.before(row.place(), barrier, OrderGraph.Kind.WISH);
        }
        for (NetRow row : second) {
            graph.before(barrier, row.place(), OrderGraph.Kind.WISH);
        }
    }
}
