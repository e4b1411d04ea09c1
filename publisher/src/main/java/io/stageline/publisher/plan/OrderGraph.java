package io.stageline.publisher.plan;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/// Which node must come before which, and the levels that follow from it: a node's level is above those of all it must
/// come after. Wishes are order that helps but need not be. Nodes can be joined: they share their level.
final class OrderGraph {
    private int nodes;
    private int[] joined = new int[64];
    private int[] from = new int[64];
    private int[] to = new int[64];
    private boolean[] wish = new boolean[64];
    private int edges;

    int add() {
        if (nodes == joined.length) {
            joined = Arrays.copyOf(joined, nodes * 2);
        }
        joined[nodes] = nodes;
        return nodes++;
    }

    void before(int first, int second, boolean onlyWish) {
        if (edges == from.length) {
            from = Arrays.copyOf(from, edges * 2);
            to = Arrays.copyOf(to, edges * 2);
            wish = Arrays.copyOf(wish, edges * 2);
        }
        from[edges] = first;
        to[edges] = second;
        wish[edges++] = onlyWish;
    }

    void join(int one, int other) {
        joined[root(one)] = root(other);
    }

    private int root(int node) {
        int root = node;
        while (joined[root] != root) {
            joined[root] = joined[joined[root]];
            root = joined[root];
        }
        return root;
    }

    /// The level of each node; without the wishes if they cannot all be met; empty if even so there is a circle.
    Optional<int[]> levels() {
        return levels(true).or(() -> levels(false));
    }

    private Optional<int[]> levels(boolean withWishes) {
        int[] first = new int[nodes];
        int[] next = new int[edges];
        int[] waitsFor = new int[nodes];
        Arrays.fill(first, -1);
        for (int edge = 0; edge < edges; edge++) {
            if (withWishes || !wish[edge]) {
                int start = root(from[edge]);
                next[edge] = first[start];
                first[start] = edge;
                waitsFor[root(to[edge])]++;
            }
        }
        int[] levels = new int[nodes];
        var ready = new ArrayDeque<Integer>();
        IntStream.range(0, nodes)
                .filter(node -> root(node) == node && waitsFor[node] == 0)
                .forEach(ready::add);
        int done = 0;
        while (!ready.isEmpty()) {
            int node = ready.remove();
            done++;
            for (int edge = first[node]; edge >= 0; edge = next[edge]) {
                int target = root(to[edge]);
                levels[target] = Math.max(levels[target], levels[node] + 1);
                if (--waitsFor[target] == 0) {
                    ready.add(target);
                }
            }
        }
        long roots = IntStream.range(0, nodes).filter(node -> root(node) == node).count();
        if (done < roots) {
            return Optional.empty();
        }
        return Optional.of(IntStream.range(0, nodes).map(node -> levels[root(node)]).toArray());
    }
}
