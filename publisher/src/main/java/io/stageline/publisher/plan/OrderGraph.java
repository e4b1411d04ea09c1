package io.stageline.publisher.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Which node must come before which. Plain arrays of numbers: a batch has tens of thousands of nodes and edges.
final class OrderGraph {
    /// How strictly one node comes before another.
    enum Kind {
        /// in an earlier statement
        EARLIER,
        /// in an earlier statement, or further up in the same one
        AHEAD,
        /// in an earlier statement or in the same one
        TOGETHER,
        /// as [#EARLIER], but only as long as nothing contradicts
        WISH
    }

    /// @param levels of each node: above those of all it must come after
    /// @param positions of each node: ascending along all edges that are not in a circle
    /// @param circles nodes that must come before each other; each circle has a level of its own kind: nothing else that
    ///     depends on it shares the level
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Order(int[] levels, int[] positions, List<int[]> circles) {}

    private final boolean aheadWithinStatements;
    private int nodes;
    private int edges;
    private int[] from = new int[64];
    private int[] to = new int[64];
    private Kind[] kinds = new Kind[64];

    /// @param aheadWithinStatements whether statements are trusted to write their rows in the order given
    OrderGraph(boolean aheadWithinStatements) {
        this.aheadWithinStatements = aheadWithinStatements;
    }

    int add() {
        return nodes++;
    }

    void before(int first, int second, Kind kind) {
        if (edges == from.length) {
            from = Arrays.copyOf(from, edges * 2);
            to = Arrays.copyOf(to, edges * 2);
            kinds = Arrays.copyOf(kinds, edges * 2);
        }
        from[edges] = first;
        to[edges] = second;
        kinds[edges++] = kind == Kind.AHEAD && !aheadWithinStatements ? Kind.EARLIER : kind;
    }

    Order order() {
        Outgoing outgoing = outgoing();
        var components = new Components(nodes, outgoing.first, outgoing.edges, to);
        if (dropWishesIn(components)) {
            outgoing = outgoing();
            components = new Components(nodes, outgoing.first, outgoing.edges, to);
        }
        return order(components, outgoing);
    }

    /// The edges by the node they leave: those of node n stand from `first[n]` up to `first[n + 1]`.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Outgoing(int[] first, int[] edges) {}

    private Outgoing outgoing() {
        int[] first = new int[nodes + 1];
        for (int edge = 0; edge < edges; edge++) {
            first[from[edge] + 1]++;
        }
        for (int node = 0; node < nodes; node++) {
            first[node + 1] += first[node];
        }
        int[] next = Arrays.copyOf(first, nodes);
        int[] sorted = new int[edges];
        for (int edge = 0; edge < edges; edge++) {
            sorted[next[from[edge]]++] = edge;
        }
        return new Outgoing(first, sorted);
    }

    private boolean dropWishesIn(Components components) {
        int kept = 0;
        for (int edge = 0; edge < edges; edge++) {
            if (kinds[edge] != Kind.WISH || !components.same(from[edge], to[edge])) {
                from[kept] = from[edge];
                to[kept] = to[edge];
                kinds[kept++] = kinds[edge];
            }
        }
        boolean dropped = kept < edges;
        edges = kept;
        return dropped;
    }

    private Order order(Components components, Outgoing outgoing) {
        boolean[] circle = circles(components);
        int[] levels = new int[components.count()];
        int[] positions = new int[nodes];
        List<int[]> circles = new ArrayList<>();
        int position = 0;
        for (int component = components.count() - 1; component >= 0; component--) {
            int[] members = components.members(component);
            if (circle[component]) {
                circles.add(members);
            }
            for (int node : members) {
                positions[node] = position++;
                for (int i = outgoing.first[node]; i < outgoing.first[node + 1]; i++) {
                    int edge = outgoing.edges[i];
                    int target = components.of(to[edge]);
                    if (target != component) {
                        boolean apart = circle[component] || circle[target] || apart(edge);
                        levels[target] =
                                Math.max(levels[target], levels[component] + (apart ? 1 : 0));
                    }
                }
            }
        }
        int[] ofNodes = new int[nodes];
        Arrays.setAll(ofNodes, node -> levels[components.of(node)]);
        return new Order(ofNodes, positions, circles);
    }

    private boolean apart(int edge) {
        return switch (kinds[edge]) {
            case EARLIER, WISH -> true;
            case AHEAD, TOGETHER -> false;
        };
    }

    /// Components that no statement can write: an edge inside asks for more than to be together.
    private boolean[] circles(Components components) {
        boolean[] circle = new boolean[components.count()];
        for (int edge = 0; edge < edges; edge++) {
            if (components.same(from[edge], to[edge]) && kinds[edge] != Kind.TOGETHER) {
                circle[components.of(from[edge])] = true;
            }
        }
        return circle;
    }
}
