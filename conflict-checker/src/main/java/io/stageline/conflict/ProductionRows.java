package io.stageline.conflict;

import io.stageline.changelog.TableId;
import io.stageline.database.Column;
import io.stageline.database.Dialect;
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
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads rows of production in the form of a row image: the database's own text of each value, bytes as base64.
final class ProductionRows {
    private final Connection connection;
    private final Dialect dialect;
    private final RowSql sql;

    ProductionRows(Connection connection) throws SQLException {
        this.connection = connection;
        this.dialect = Dialect.of(connection);
        this.sql = RowSql.of(connection);
    }

    /// The rows whose columns have these values.
    List<Map<String, @Nullable String>> find(
            Table table, Map<String, @Nullable String> values, int atMost) throws SQLException {
        String select =
                "SELECT %s FROM %s t WHERE %s LIMIT %d"
                        .formatted(
                                selectList(table, "t"),
                                quote(table.id()),
                                condition(table, "t", values),
                                atMost);
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            bind(statement, 1, values);
            return read(table.columns(), statement);
        }
    }

    /// How many rows have these values, counted up to a bound: a count must not take longer than people wait.
    long count(Table table, Map<String, @Nullable String> values, long atMost) throws SQLException {
        String select =
                "SELECT count(*) FROM (SELECT 1 FROM %s t WHERE %s LIMIT %d) found"
                        .formatted(quote(table.id()), condition(table, "t", values), atMost);
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            bind(statement, 1, values);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /// The columns whose values production's types do not read, among those that a change writes.
    Set<String> unreadable(Table table, Map<String, @Nullable String> values) throws SQLException {
        Map<String, String> known = new LinkedHashMap<>();
        for (Column column : table.columns()) {
            @Nullable String value = values.get(column.name());
            if (value != null && column.writable()) {
                known.put(column.name(), value);
            }
        }
        return known.isEmpty() ? Set.of() : sql.unreadable(connection, table, known);
    }

    /// Rows that a select list of these columns brings.
    List<Map<String, @Nullable String>> read(List<Column> columns, PreparedStatement statement)
            throws SQLException {
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Map<String, @Nullable String> values = new LinkedHashMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    Column column = columns.get(i);
                    values.put(column.name(), sql.imageText(column, row.getString(i + 1)));
                }
                rows.add(Collections.unmodifiableMap(values));
            }
        }
        return rows;
    }

    /// All columns, in the table's order; also those that a star leaves out.
    String selectList(Table table, String alias) {
        return table.columns().stream()
                .map(column -> sql.shown(column, alias + "." + quote(column.name())))
                .collect(Collectors.joining(", "));
    }

    String shown(Column column, String value) {
        return sql.shown(column, value);
    }

    /// One row named `given` with these values, to select from; binds as [#bind] does.
    String given(Table table, Map<String, @Nullable String> values) {
        return sql.given(table, values);
    }

    /// A condition that is true for rows with these values; binds as [#bind] does.
    String condition(Table table, String alias, Map<String, @Nullable String> values) {
        return values.entrySet().stream()
                .map(entry ->
                        sql.condition(
                                column(table, entry.getKey()),
                                alias + "." + quote(entry.getKey()),
                                entry.getValue()))
                .collect(Collectors.joining(" AND "));
    }

    /// A condition that is true where a column, of whatever table, equals a value of this one; binds as [#bind] does.
    String equalTo(Column column, String name) {
        return sql.equalTo(column, name);
    }

    int bind(PreparedStatement statement, int first, Map<String, @Nullable String> values)
            throws SQLException {
        int next = first;
        for (String value : values.values()) {
            if (value != null) {
                sql.bind(statement, next++, value);
            }
        }
        return next;
    }

    String quote(String name) {
        return dialect.quote(name);
    }

    String quote(TableId table) {
        return dialect.quote(table);
    }

    static Column column(Table table, String name) {
        return table.column(name).orElseThrow(() -> new IllegalStateException("No column " + name));
    }
}
