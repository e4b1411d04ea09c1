package io.stageline.publisher.plan;

import io.stageline.changelog.TableId;
import io.stageline.database.ForeignKey;
import io.stageline.publisher.Operation;
import io.stageline.publisher.plan.OrderGraph.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What foreign keys demand of the order of net effects: a parent is there before a child refers to it, and children let go
/// before it goes. Where production's own action moves the children with their parent, they are written after it, and found
/// by what the action made of them.
final class ParentOrder {
    private final Nodes nodes;
    private final Map<TableId, NetRows> tables;
    private final Map<Referred, Map<Values, NetRow>> provided = new HashMap<>();
    private final Map<Referred, Map<Values, NetRow>> leaving = new HashMap<>();

    private record Referred(TableId parent, List<String> columns) {}

    ParentOrder(Nodes nodes, Map<TableId, NetRows> tables) {
        this.nodes = nodes;
        this.tables = tables;
    }

    /// Tells the children of rows that get another key what production will have made of them by then. Before writes are
    /// made.
    static void foresee(Map<TableId, NetRows> tables) {
        for (NetRows children : tables.values()) {
            for (ForeignKey key : children.layout().table().foreignKeys()) {
                NetRows parents = tables.get(key.parent());
                if (parents != null && follows(key) && !key.byRow()) {
                    foresee(parents, children, key);
                }
            }
        }
    }

    private static boolean follows(ForeignKey key) {
        return switch (key.onUpdate()) {
            case CASCADE, SET_NULL -> true;
            case REFUSE, SET_DEFAULT -> false;
        };
    }

    private static void foresee(NetRows parents, NetRows children, ForeignKey key) {
        Pick parentPick = parents.layout().pick(key.parentColumns());
        Map<Values, Values> moves = new HashMap<>();
        for (NetRow parent : parents.rows()) {
            if (parent.kept() && changes(parent, parentPick)) {
                parent.oldValues(parentPick)
                        .ifPresent(old -> moves.put(old, parent.newValues(parentPick).orElse(old)));
            }
        }
        if (moves.isEmpty()) {
            return;
        }
        Pick pick = children.layout().pick(key.columns());
        var nulls = new Values(new @Nullable String[key.columns().size()]);
        for (NetRow child : children.rows()) {
            Optional<Values> old =
                    child.born() || child.vanished() ? Optional.empty() : child.oldValues(pick);
            old.map(moves::get)
                    .map(moved -> key.onUpdate() == ForeignKey.Action.CASCADE ? moved : nulls)
                    .ifPresent(now -> child.cascaded(key.columns(), now));
        }
    }

    void add(NetRows children) {
        for (ForeignKey key : children.layout().table().foreignKeys()) {
            NetRows parents = tables.get(key.parent());
            if (parents != null) {
                parentBeforeChild(key, parents, children);
                childrenLetGo(key, parents, children);
            }
        }
    }

    private void parentBeforeChild(ForeignKey key, NetRows parents, NetRows children) {
        Map<Values, NetRow> there =
                provided.computeIfAbsent(
                        new Referred(key.parent(), key.parentColumns()),
                        wanted -> provided(parents, wanted));
        if (there.isEmpty()) {
            return;
        }
        Pick pick = children.layout().pick(key.columns());
        Pick parentPick = parents.layout().pick(key.parentColumns());
        for (NetRow child : children.rows()) {
            @Nullable NetRow parent =
                    child.alive() ? child.newValues(pick).map(there::get).orElse(null) : null;
            if (parent == null) {
                continue;
            }
            boolean unsure = parent.kept() && parent.oldValues(parentPick).isEmpty();
            Kind kind = key.deferrable() || unsure ? Kind.WISH : Kind.EARLIER;
            boolean together = nodes.alike(Operation.INSERT, parent, child);
            Kind inside =
                    key.byRow() ? Kind.AHEAD : Kind.TOGETHER; // checked at once, or at its end
            nodes.before(parent, child, together ? inside : kind);
        }
    }

    /// The key values that writes bring into being.
    private static Map<Values, NetRow> provided(NetRows parents, Referred wanted) {
        Pick pick = parents.layout().pick(wanted.columns);
        Map<Values, NetRow> provided = new HashMap<>();
        for (NetRow row : parents.rows()) {
            if (row.born() || (row.kept() && changes(row, pick))) {
                row.newValues(pick).ifPresent(values -> provided.put(values, row));
            }
        }
        return provided;
    }

    /// Whether a row stays and these columns of it get other values, or may.
    static boolean changesKey(NetRow row, Pick pick) {
        return row.kept() && changes(row, pick);
    }

    /// Whether these columns of a row that stays get other values, or may.
    private static boolean changes(NetRow row, Pick pick) {
        if (pick == row.layout().identity()
                || pick.names().equals(row.layout().identity().names())) {
            return row.moved();
        }
        return !row.oldValues(pick).equals(row.newValues(pick));
    }

    private void childrenLetGo(ForeignKey key, NetRows parents, NetRows children) {
        Map<Values, NetRow> going =
                leaving.computeIfAbsent(
                        new Referred(key.parent(), key.parentColumns()),
                        wanted -> leaving(parents, wanted));
        if (going.isEmpty()) {
            return;
        }
        boolean movesRefused = key.onUpdate() == ForeignKey.Action.REFUSE;
        Pick pick = children.layout().pick(key.columns());
        List<NetRow> hidden = new ArrayList<>();
        for (NetRow child : children.rows()) {
            if (child.vanished()) {
                continue;
            }
            if (key.byRow()) {
                goneWithItsParent(child, child.newValues(pick).map(going::get).orElse(null));
            }
            if (child.born()) {
                continue;
            }
            Optional<Values> old = child.oldValues(pick);
            @Nullable NetRow parent = old.map(going::get).orElse(null);
            if (parent != null) {
                letGo(key, child, parent);
            } else if (old.isEmpty()) {
                hidden.add(child);
            }
        }
        if (!hidden.isEmpty()) {
            letGoUnseen(
                    key,
                    hidden,
                    going.values().stream()
                            .filter(parent -> parent.gone() || movesRefused)
                            .toList());
        }
    }

    /// A child that refers to a parent in the end, though that is gone, went with it: its last change came before.
    private void goneWithItsParent(NetRow child, @Nullable NetRow parent) {
        if (parent != null && parent.gone()) {
            nodes.before(child, parent, Kind.EARLIER);
        }
    }

    private static Map<Values, NetRow> leaving(NetRows parents, Referred wanted) {
        Pick pick = parents.layout().pick(wanted.columns);
        Map<Values, NetRow> leaving = new HashMap<>();
        for (NetRow row : parents.rows()) {
            if (row.gone() || (row.kept() && changes(row, pick))) {
                row.oldValues(pick).ifPresent(values -> leaving.put(values, row));
            }
        }
        return leaving;
    }

    private void letGo(ForeignKey key, NetRow child, NetRow parent) {
        ForeignKey.Action action = parent.gone() ? key.onDelete() : key.onUpdate();
        boolean refused = action == ForeignKey.Action.REFUSE;
        if (!parent.gone() && !refused) {
            nodes.before(parent, child, Kind.EARLIER); // found by what the action made of it
            return;
        }
        boolean together = !key.byRow() && nodes.alike(Operation.DELETE, child, parent);
        Kind kind = key.deferrable() && refused ? Kind.WISH : Kind.EARLIER; // actions never wait
        nodes.before(child, parent, together ? Kind.TOGETHER : kind);
    }

    private void letGoUnseen(ForeignKey key, List<NetRow> children, List<NetRow> going) {
        boolean ofItself =
                !going.isEmpty() && going.getFirst().layout() == children.getFirst().layout();
        nodes.wish(
                children.stream().filter(row -> !ofItself || !going.contains(row)).toList(), going);
        if (ofItself && !key.byRow()) {
            deletesTogether(going);
        }
    }

    /// Rows of one DELETE may refer to each other: they are checked at the end of the statement.
    private void deletesTogether(List<NetRow> going) {
        Map<Integer, NetRow> firstOfShape = new HashMap<>();
        for (NetRow row : going) {
            if (row.gone()) {
                NetRow first =
                        firstOfShape.computeIfAbsent(nodes.write(row.place()).number(), _ -> row);
                if (nodes.alike(Operation.DELETE, first, row)) {
                    nodes.before(first, row, Kind.TOGETHER);
                    nodes.before(row, first, Kind.TOGETHER);
                }
            }
        }
    }
}
