package io.stageline.conflict;

import io.stageline.changelog.TableId;
import io.stageline.conflict.Conflict.Blocker;
import io.stageline.conflict.Conflict.Violation;
import io.stageline.database.CatalogueReader;
import io.stageline.database.ForeignKey;
import io.stageline.database.ForeignKey.Action;
import io.stageline.database.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds what a foreign key misses: the parents a row needs, the children that still need a row.
final class ForeignKeyEvidence {
    private static final int CHILDREN_SHOWN = 100;
    private static final long CHILDREN_COUNTED = 10_000;
    private static final int DEEPEST_CASCADE = 8;

    private final Connection connection;
    private final Table table;

    /// Rows of one table that refer to the row in question through one foreign key.
    ///
    /// @param rows the first of them, up to a bound
    /// @param more whether there are more than `count`
    record Children(TableId table, ForeignKey key, List<Blocker> rows, long count, boolean more) {
        Violation violation() {
            return new Violation(
                    Violation.Kind.FOREIGN_KEY,
                    Optional.of(key.name()),
                    table,
                    key.columns(),
                    count);
        }
    }

    ForeignKeyEvidence(Connection connection, Table table) {
        this.connection = connection;
        this.table = table;
    }

    /// The parents that are not there, each with the key that is needed.
    ///
    /// @param due which foreign keys must hold at this moment
    List<Blocker> missingParents(Map<String, @Nullable String> row, Predicate<ForeignKey> due)
            throws SQLException {
        List<Blocker> missing = new ArrayList<>();
        for (ForeignKey key : table.foreignKeys()) {
            Map<String, @Nullable String> needed = new LinkedHashMap<>();
            for (int i = 0; i < key.columns().size(); i++) {
                needed.put(key.parentColumns().get(i), row.get(key.columns().get(i)));
            }
            boolean complete = needed.values().stream().noneMatch(value -> value == null);
            if (complete
                    && due.test(key)
                    && !refersToItself(key, row, needed)
                    && !exists(key, needed)) {
                missing.add(Blocker.unseen(key.parent(), Optional.of(key.name()), needed));
            }
        }
        return missing;
    }

    /// A row may be its own parent, and is not there yet.
    private boolean refersToItself(
            ForeignKey key,
            Map<String, @Nullable String> row,
            Map<String, @Nullable String> needed) {
        return key.parent().equals(table.id())
                && needed.entrySet().stream()
                        .allMatch(it -> Objects.equals(row.get(it.getKey()), it.getValue()));
    }

    /// Typed and compared as the referring column: the parent's type may be a wider one.
    private boolean exists(ForeignKey key, Map<String, @Nullable String> needed)
            throws SQLException {
        var rows = new ProductionRows(connection);
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            conditions.add(
                    rows.equalTo(
                            ProductionRows.column(table, key.columns().get(i)),
                            "p." + rows.quote(key.parentColumns().get(i))));
        }
        String sql =
                "SELECT 1 FROM %s p WHERE %s LIMIT 1"
                        .formatted(rows.quote(key.parent()), String.join(" AND ", conditions));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            rows.bind(statement, 1, needed);
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        }
    }

    /// All rows that refer to this one and would not go or follow with it; where a delete cascades, those further down.
    ///
    /// @param row this table's row as production has it
    /// @param refusing the foreign key that refused, where production names it; where it is one that production would follow by itself, so
    ///     do all
    List<Children> childrenOfDeleted(Map<String, @Nullable String> row, Optional<String> refusing)
            throws SQLException {
        List<Children> children = new ArrayList<>();
        refusing(table, List.of(row), ForeignKey::onDelete, DEEPEST_CASCADE, children);
        boolean found =
                children.stream().anyMatch(it -> refusing.map(it.key.name()::equals).orElse(true));
        if (!found) {
            children.clear();
            refusing(table, List.of(row), _ -> Action.REFUSE, 0, children);
        }
        return children;
    }

    /// All rows that refer to this one and would not follow when its key changes.
    List<Children> childrenOfRekeyed(Map<String, @Nullable String> row) throws SQLException {
        List<Children> children = new ArrayList<>();
        refusing(table, List.of(row), ForeignKey::onUpdate, 0, children);
        return children;
    }

    private void refusing(
            Table parent,
            List<Map<String, @Nullable String>> rows,
            Function<ForeignKey, Action> action,
            int deeper,
            List<Children> found)
            throws SQLException {
        Set<TableId> names = referring(parent);
        for (Table child : CatalogueReader.read(connection, names::contains).tables().values()) {
            for (ForeignKey key : child.foreignKeys()) {
                if (!key.parent().equals(parent.id())) {
                    continue;
                }
                if (action.apply(key) == Action.REFUSE) {
                    for (Map<String, @Nullable String> row : rows) {
                        children(child, key, row).ifPresent(found::add);
                    }
                } else if (action.apply(key) == Action.CASCADE && deeper > 0) {
                    List<Map<String, @Nullable String>> following = new ArrayList<>();
                    for (Map<String, @Nullable String> row : rows) {
                        following.addAll(referring(child, key, row, CHILDREN_SHOWN));
                    }
                    if (!following.isEmpty()) {
                        refusing(child, following, action, deeper - 1, found);
                    }
                }
            }
        }
    }

    /// The names of the tables that refer to this one.
    Set<TableId> referring() throws SQLException {
        return referring(table);
    }

    private Set<TableId> referring(Table parent) throws SQLException {
        return Rules.of(connection).referring(parent.id());
    }

    private Optional<Children> children(
            Table child, ForeignKey key, Map<String, @Nullable String> row) throws SQLException {
        List<Map<String, @Nullable String>> found =
                referring(child, key, row, CHILDREN_SHOWN + 1).stream()
                        .filter(it -> !(child.id().equals(table.id()) && it.equals(row)))
                        .limit(CHILDREN_SHOWN)
                        .toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        long count =
                found.size() < CHILDREN_SHOWN
                        ? found.size()
                        : new ProductionRows(connection)
                                .count(child, wanted(key, row), CHILDREN_COUNTED + 1);
        List<Blocker> rows = found.stream().map(it -> blocker(child, key, it)).toList();
        boolean more = count > CHILDREN_COUNTED;
        return Optional.of(
                new Children(child.id(), key, rows, more ? CHILDREN_COUNTED : count, more));
    }

    private List<Map<String, @Nullable String>> referring(
            Table child, ForeignKey key, Map<String, @Nullable String> row, int atMost)
            throws SQLException {
        Map<String, @Nullable String> values = wanted(key, row);
        return values.values().stream().anyMatch(value -> value == null)
                ? List.of()
                : new ProductionRows(connection).find(child, values, atMost);
    }

    private static Map<String, @Nullable String> wanted(
            ForeignKey key, Map<String, @Nullable String> row) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (int i = 0; i < key.columns().size(); i++) {
            values.put(key.columns().get(i), row.get(key.parentColumns().get(i)));
        }
        return values;
    }

    private static Blocker blocker(Table child, ForeignKey key, Map<String, @Nullable String> row) {
        return new Blocker(child.id(), Optional.of(key.name()), rowKey(child, row), row);
    }

    /// The row key of a row that was read; all of it where the table has no key.
    static Map<String, @Nullable String> rowKey(Table table, Map<String, @Nullable String> row) {
        List<String> columns = Subject.keyColumns(table);
        if (columns.isEmpty()) {
            return row;
        }
        Map<String, @Nullable String> key = new LinkedHashMap<>();
        columns.forEach(column -> key.put(column, row.get(column)));
        return key;
    }
}
