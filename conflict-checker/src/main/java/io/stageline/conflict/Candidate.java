package io.stageline.conflict;

import io.stageline.changelog.ChangeEvent;
import io.stageline.database.Column;
import io.stageline.database.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The row as a change would leave it in production: what production has, what the change says, NULL where a new row gets
/// nothing else, and the columns production computes, computed by production. What is not known is absent.
final class Candidate {
    private static final String COLUMNS =
            """
            SELECT a.attname, CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END,
                   d.adbin IS NULL AND a.attidentity = '' AND t.typdefault IS NULL
            FROM pg_attribute a
            JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
            """;

    private final Connection connection;
    private final Table table;
    private final Map<String, String> expressions = new LinkedHashMap<>();
    private final List<String> emptyByDefault = new ArrayList<>();

    private Candidate(Connection connection, Table table) {
        this.connection = connection;
        this.table = table;
    }

    /// @param production the row to be updated, as production has it
    /// @param unreadable columns whose value production cannot even read
    /// @return empty for a change that leaves no row
    static Map<String, @Nullable String> of(
            Connection connection,
            Subject subject,
            Optional<Map<String, @Nullable String>> production,
            Set<String> unreadable)
            throws SQLException {
        if (subject.after().isEmpty()) {
            return Map.of();
        }
        var candidate = new Candidate(connection, subject.table());
        candidate.readColumns();
        return candidate.values(subject, production.orElse(Map.of()), unreadable);
    }

    private Map<String, @Nullable String> values(
            Subject subject, Map<String, @Nullable String> production, Set<String> unreadable)
            throws SQLException {
        Map<String, @Nullable String> after = subject.afterValues();
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        boolean whole = true;
        for (Column column : table.columns()) {
            String name = column.name();
            if (!column.writable()) {
                continue;
            }
            if (after.containsKey(name) && !unreadable.contains(name)) {
                values.put(name, after.get(name));
            } else if (!after.containsKey(name) && production.containsKey(name)) {
                values.put(name, production.get(name));
            } else if (!after.containsKey(name)
                    && subject.change() instanceof ChangeEvent.Insert
                    && emptyByDefault.contains(name)) {
                values.put(name, null);
            } else {
                whole = false;
            }
        }
        if (whole && !expressions.isEmpty()) {
            values.putAll(computed(values));
        }
        return Collections.unmodifiableMap(values);
    }

    private Map<String, @Nullable String> computed(Map<String, @Nullable String> values)
            throws SQLException {
        List<Column> columns =
                table.columns().stream()
                        .filter(column -> expressions.containsKey(column.name()))
                        .toList();
        String select =
                ProductionRows.shown(
                        columns.stream()
                                .map(column -> "(" + expressions.get(column.name()) + ")")
                                .toList());
        String sql =
                "SELECT %s FROM (SELECT %s) given"
                        .formatted(select, ProductionRows.literals(table, values));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ProductionRows.bind(statement, 1, values);
            return ProductionRows.read(columns, statement).getFirst();
        }
    }

    private void readColumns() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, table.id().schema());
            statement.setString(2, table.id().table());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    @Nullable String expression = row.getString(2);
                    if (expression != null) {
                        expressions.put(row.getString(1), QuestionMarks.doubled(expression));
                    } else if (row.getBoolean(3)) {
                        emptyByDefault.add(row.getString(1));
                    }
                }
            }
        }
    }
}
