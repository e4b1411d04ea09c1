package io.stageline.publisher.plan;

import java.util.Arrays;

/// The strongly connected components of a graph, by Tarjan's algorithm without recursion. They are numbered against the
/// edges: an edge between two components leads to the one with the lower number. Nodes without edges keep their order:
/// the first has the highest number.
final class Components {
    private static final int NEW = 0;

    private final int[] first;
    private final int[] edges;
    private final int[] to;
    private final int[] component;
    private final int[] visited;
    private final int[] low;
    private final int[] path;
    private final int[] open;
    private final int[] nextEdge;
    private int pathSize;
    private int openSize;
    private int clock;
    private int count;
    private int[] byComponent = new int[0];
    private int[] starts = new int[0];

    /// @param first where in `edges` those that leave a node begin; one more than there are nodes
    /// @param to where an edge leads
    Components(int nodes, int[] first, int[] edges, int[] to) {
        this.first = first;
        this.edges = edges;
        this.to = to;
        component = new int[nodes];
        Arrays.fill(component, -1);
        visited = new int[nodes];
        low = new int[nodes];
        path = new int[nodes];
        open = new int[nodes];
        nextEdge = Arrays.copyOf(first, nodes);
        for (int node = nodes - 1; node >= 0; node--) {
            if (visited[node] == NEW) {
                search(node);
            }
        }
        sort(nodes);
    }

    int count() {
        return count;
    }

    int of(int node) {
        return component[node];
    }

    boolean same(int one, int other) {
        return component[one] == component[other];
    }

    /// The nodes of a component, in ascending order.
    int[] members(int wanted) {
        return Arrays.copyOfRange(byComponent, starts[wanted], starts[wanted + 1]);
    }

    private void search(int root) {
        enter(root);
        while (pathSize > 0) {
            int node = path[pathSize - 1];
            if (nextEdge[node] < first[node + 1]) {
                int target = to[edges[nextEdge[node]++]];
                if (visited[target] == NEW) {
                    enter(target);
                } else if (component[target] < 0) {
                    low[node] = Math.min(low[node], visited[target]);
                }
            } else {
                leave(node);
            }
        }
    }

    private void enter(int node) {
        visited[node] = ++clock;
        low[node] = clock;
        path[pathSize++] = node;
        open[openSize++] = node;
    }

    private void leave(int node) {
        pathSize--;
        if (pathSize > 0) {
            int parent = path[pathSize - 1];
            low[parent] = Math.min(low[parent], low[node]);
        }
        if (low[node] == visited[node]) {
            int member;
            do {
                member = open[--openSize];
                component[member] = count;
            } while (member != node);
            count++;
        }
    }

    private void sort(int nodes) {
        starts = new int[count + 1];
        for (int node = 0; node < nodes; node++) {
            starts[component[node] + 1]++;
        }
        for (int i = 0; i < count; i++) {
            starts[i + 1] += starts[i];
        }
        int[] next = Arrays.copyOf(starts, count);
        byComponent = new int[nodes];
        for (int node = 0; node < nodes; node++) {
            byComponent[next[component[node]]++] = node;
        }
    }
}
