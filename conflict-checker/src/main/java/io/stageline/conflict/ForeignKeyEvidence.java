package io.stageline.conflict;

import io.stageline.changelog.TableId;
import io.stageline.conflict.Conflict.Blocker;
import io.stageline.database.Catalogue;
import io.stageline.database.CatalogueReader;
import io.stageline.database.ForeignKey;
import io.stageline.database.ForeignKey.Action;
import io.stageline.database.Names;
import io.stageline.database.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds what a foreign key misses: the parents a row needs, the children that still need a row.
final class ForeignKeyEvidence {
    private static final int CHILDREN_SHOWN = 3;
    private static final long CHILDREN_COUNTED = 10_000;

    private static final String REFERRING_TABLES =
            """
            SELECT DISTINCT cn.nspname, c.relname
            FROM pg_constraint k
            JOIN pg_class p ON p.oid = coalesce(pg_partition_root(k.confrelid)::oid, k.confrelid)
            JOIN pg_namespace pn ON pn.oid = p.relnamespace
            JOIN pg_class c ON c.oid = coalesce(pg_partition_root(k.conrelid)::oid, k.conrelid)
            JOIN pg_namespace cn ON cn.oid = c.relnamespace
            WHERE k.contype = 'f' AND k.conparentid = 0 AND pn.nspname = ? AND p.relname = ?
            ORDER BY 1, 2
            """;

    private final Connection connection;
    private final Table table;

    /// Rows of one table that refer to the row in question through one foreign key.
    ///
    /// @param first the first few, by row key
    /// @param more whether there are more than `count`
    record Children(
            TableId table, String constraint, List<Blocker> first, long count, boolean more) {}

    ForeignKeyEvidence(Connection connection, Table table) {
        this.connection = connection;
        this.table = table;
    }

    /// The parents that are not there, each with the key that is needed.
    List<Blocker> missingParents(Map<String, @Nullable String> row) throws SQLException {
        List<Blocker> missing = new ArrayList<>();
        for (ForeignKey key : table.foreignKeys()) {
            Map<String, @Nullable String> needed = new LinkedHashMap<>();
            for (int i = 0; i < key.columns().size(); i++) {
                needed.put(key.parentColumns().get(i), row.get(key.columns().get(i)));
            }
            boolean complete = needed.values().stream().noneMatch(value -> value == null);
            if (complete && !exists(key, needed)) {
                missing.add(new Blocker(key.parent(), Optional.of(key.name()), needed));
            }
        }
        return missing;
    }

    /// Typed and compared as the referring column: the parent's type may be a wider one.
    private boolean exists(ForeignKey key, Map<String, @Nullable String> needed)
            throws SQLException {
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            var column = ProductionRows.column(table, key.columns().get(i));
            conditions.add(
                    "p.%s %s %s"
                            .formatted(
                                    Names.quote(key.parentColumns().get(i)),
                                    column.type().equality().orElse("="),
                                    ProductionRows.typed(column)));
        }
        String sql =
                "SELECT FROM %s p WHERE %s LIMIT 1"
                        .formatted(Names.quote(key.parent()), String.join(" AND ", conditions));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ProductionRows.bind(statement, 1, needed);
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        }
    }

    /// All rows that refer to this one and would not go or follow with it.
    ///
    /// @param row this table's row as production has it
    /// @param action what the foreign key says about the change in question
    List<Children> children(Map<String, @Nullable String> row, Function<ForeignKey, Action> action)
            throws SQLException {
        List<Children> children = new ArrayList<>();
        for (Table child : referringTables().tables().values()) {
            for (ForeignKey key : child.foreignKeys()) {
                if (key.parent().equals(table.id()) && action.apply(key) == Action.REFUSE) {
                    children(child, key, row).ifPresent(children::add);
                }
            }
        }
        return children;
    }

    /// The names of the tables that refer to this one.
    Set<TableId> referring() throws SQLException {
        Set<TableId> tables = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(REFERRING_TABLES)) {
            statement.setString(1, table.id().schema());
            statement.setString(2, table.id().table());
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    tables.add(new TableId(found.getString(1), found.getString(2)));
                }
            }
        }
        return tables;
    }

    private Catalogue referringTables() throws SQLException {
        return CatalogueReader.read(connection, referring()::contains);
    }

    private Optional<Children> children(
            Table child, ForeignKey key, Map<String, @Nullable String> row) throws SQLException {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (int i = 0; i < key.columns().size(); i++) {
            values.put(key.columns().get(i), row.get(key.parentColumns().get(i)));
        }
        if (values.values().stream().anyMatch(value -> value == null)) {
            return Optional.empty();
        }
        var rows = new ProductionRows(connection);
        List<Map<String, @Nullable String>> found =
                rows.find(child, values, CHILDREN_SHOWN + 1).stream()
                        .filter(it -> !(child.id().equals(table.id()) && it.equals(row)))
                        .limit(CHILDREN_SHOWN)
                        .toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        long count = rows.count(child, values, CHILDREN_COUNTED + 1);
        List<Blocker> first =
                found.stream()
                        .map(it ->
                                new Blocker(child.id(), Optional.of(key.name()), rowKey(child, it)))
                        .toList();
        boolean more = count > CHILDREN_COUNTED;
        return Optional.of(
                new Children(child.id(), key.name(), first, more ? CHILDREN_COUNTED : count, more));
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
