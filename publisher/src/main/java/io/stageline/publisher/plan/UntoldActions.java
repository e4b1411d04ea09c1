package io.stageline.publisher.plan;

import io.stageline.changelog.TableId;
import io.stageline.database.CanonicalText;
import io.stageline.database.Column;
import io.stageline.database.ForeignKey;
import io.stageline.database.Table;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds changes whose net effects would not make production's foreign-key actions do what staging's did, where the log does not tell what those
/// did to children ([ForeignKey#byRow]): nobody but the action itself does it, and it must meet the rows as they were then.
final class UntoldActions {
    private final RowWrites writes;
    private final Map<TableId, NetRows> tables;

    UntoldActions(RowWrites writes, Map<TableId, NetRows> tables) {
        this.writes = writes;
        this.tables = tables;
    }

    /// @return why the original order must be kept, if it must
    Optional<String> puzzle() {
        for (NetRows parents : tables.values()) {
            for (RowWrites.Child child : writes.children(parents.layout().table().id())) {
                Optional<String> puzzle = puzzle(parents, child.table(), child.key());
                if (puzzle.isPresent()) {
                    return puzzle;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> puzzle(NetRows parents, Table childTable, ForeignKey key) {
        if (!key.byRow() || !Past.acts(key)) {
            return Optional.empty();
        }
        boolean actsOnDelete = key.onDelete() != ForeignKey.Action.REFUSE;
        if (actsOnDelete && parents.rows().stream().anyMatch(NetRow::reborn)) {
            return Optional.of("a row that went and came again, but for its children");
        }
        Pick pick = parents.layout().pick(key.parentColumns());
        if (key.onUpdate() != ForeignKey.Action.REFUSE
                && parents.rows().stream().anyMatch(row -> ParentOrder.changesKey(row, pick))
                && changesBelow(childTable.id(), new HashSet<>())) {
            return Optional.of("a key that gets another value, with children that follow untold");
        }
        NetRows children = tables.get(childTable.id());
        if (children == null) {
            return Optional.empty();
        }
        if (!decided(parents.layout().table(), key.parentColumns())) {
            return comeAndGo(parents)
                    ? Optional.of("a parent that may be equal to another of other text")
                    : Optional.empty();
        }
        return meetsAnother(parents, pick, children, key)
                ? Optional.of("a child of a parent that went or came in the meantime")
                : Optional.empty();
    }

    /// Whether rows change that follow rows of this table, or its own.
    private boolean changesBelow(TableId table, Set<TableId> seen) {
        return seen.add(table)
                && (tables.containsKey(table)
                        || writes.children(table).stream()
                                .filter(child -> Past.acts(child.key()))
                                .anyMatch(child -> changesBelow(child.table().id(), seen)));
    }

    private static boolean decided(Table table, List<String> columns) {
        return columns.stream()
                .flatMap(name -> table.column(name).stream())
                .map(Column::type)
                .allMatch(CanonicalText::decides);
    }

    /// Rows may also have gone with a parent of their own.
    private boolean comeAndGo(NetRows parents) {
        return parents.rows().stream().anyMatch(row -> row.born() || row.moved())
                && goes(parents.layout().table(), new HashSet<>());
    }

    private boolean goes(Table table, Set<TableId> seen) {
        NetRows rows = tables.get(table.id());
        return seen.add(table.id())
                && ((rows != null && rows.rows().stream().anyMatch(NetRow::gone))
                        || table.foreignKeys().stream()
                                .filter(key -> key.onDelete() == ForeignKey.Action.CASCADE)
                                .flatMap(key -> writes.table(key.parent()).stream())
                                .anyMatch(parent -> goes(parent, seen)));
    }

    /// Whether a child's last change was about another parent than the one that has its value in the end: one that was not yet there, or one
    /// that had gone.
    private static boolean meetsAnother(
            NetRows parents, Pick pick, NetRows children, ForeignKey key) {
        Map<Values, NetRow> born = new HashMap<>();
        Map<Values, NetRow> gone = new HashMap<>();
        for (NetRow parent : parents.rows()) {
            if (parent.born()) {
                parent.newValues(pick).ifPresent(values -> born.put(values, parent));
            } else if (parent.gone()) {
                parent.oldValues(pick).ifPresent(values -> gone.put(values, parent));
            }
        }
        if (born.isEmpty() && gone.isEmpty()) {
            return false;
        }
        Pick childPick = children.layout().pick(key.columns());
        for (NetRow child : children.rows()) {
            Optional<Values> values = child.newValues(childPick);
            if (values.isPresent() && !child.vanished()) {
                @Nullable NetRow late = born.get(values.get());
                @Nullable NetRow early = gone.get(values.get());
                if ((late != null && child.lastAt() < late.firstAt())
                        || (early != null && child.lastAt() > early.lastAt())) {
                    return true;
                }
            }
        }
        return false;
    }
}
