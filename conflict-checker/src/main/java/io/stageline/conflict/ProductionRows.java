package io.stageline.conflict;

import io.stageline.database.Column;
import io.stageline.database.ColumnType.Kind;
import io.stageline.database.Names;
import io.stageline.database.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads rows of production in the form of a row image: PostgreSQL's own text of each value, `bytea` as base64.
final class ProductionRows {
    private final Connection connection;

    ProductionRows(Connection connection) {
        this.connection = connection;
    }

    /// The rows whose columns have these values.
    List<Map<String, @Nullable String>> find(
            Table table, Map<String, @Nullable String> values, int atMost) throws SQLException {
        String sql =
                "SELECT %s FROM %s t WHERE %s LIMIT %d"
                        .formatted(
                                selectList(table, "t"),
                                Names.quote(table.id()),
                                condition(table, "t", values),
                                atMost);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, 1, values);
            return read(table.columns(), statement);
        }
    }

    /// How many rows have these values, counted up to a bound: a count must not take longer than people wait.
    long count(Table table, Map<String, @Nullable String> values, long atMost) throws SQLException {
        String sql =
                "SELECT count(*) FROM (SELECT FROM %s t WHERE %s LIMIT %d) found"
                        .formatted(Names.quote(table.id()), condition(table, "t", values), atMost);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, 1, values);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /// Rows that a select list of these columns brings.
    static List<Map<String, @Nullable String>> read(
            List<Column> columns, PreparedStatement statement) throws SQLException {
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Map<String, @Nullable String> values = new LinkedHashMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    Column column = columns.get(i);
                    values.put(column.name(), imageText(column, row.getString(i + 1)));
                }
                rows.add(Collections.unmodifiableMap(values));
            }
        }
        return rows;
    }

    static String selectList(Table table, String alias) {
        return shown(
                table.columns().stream()
                        .map(column -> alias + "." + Names.quote(column.name()))
                        .toList());
    }

    /// Each value through its type's output function: a cast to text would strip the blanks of char(n). A composite value
    /// of NULLs `IS NULL`, but is not NULL: num_nulls tells.
    static String shown(List<String> expressions) {
        return expressions.stream()
                .map(value ->
                        "CASE WHEN num_nulls(%1$s) = 0 THEN format('%%s', %1$s) END"
                                .formatted(value))
                .collect(Collectors.joining(", "));
    }

    /// These values as a select list of typed literals; binds as [#bind] does.
    static String literals(Table table, Map<String, @Nullable String> values) {
        return values.entrySet().stream()
                .map(entry -> literal(column(table, entry.getKey()), entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String literal(Column column, @Nullable String value) {
        String typed = value == null ? "NULL::" + Names.quote(column.type()) : typed(column);
        return typed + " AS " + Names.quote(column.name());
    }

    /// A condition that is true for rows with these values; binds as [#bind] does.
    static String condition(Table table, String alias, Map<String, @Nullable String> values) {
        return values.entrySet().stream()
                .map(entry -> condition(column(table, entry.getKey()), alias, entry.getValue()))
                .collect(Collectors.joining(" AND "));
    }

    private static String condition(Column column, String alias, @Nullable String value) {
        String name = alias + "." + Names.quote(column.name());
        if (value == null) {
            return column.type().kind() == Kind.COMPOSITE
                    ? "num_nulls(" + name + ") = 1"
                    : name + " IS NULL";
        }
        return column.type()
                .equality()
                .map(equals -> name + " " + equals + " " + typed(column))
                .orElse("format('%s', " + name + ") = ?");
    }

    /// A place for a value of this column's type. Without length or precision: a cast to varchar(3) cuts silently.
    static String typed(Column column) {
        return column.type().is("bytea")
                ? "decode(?, 'base64')"
                : "?::" + Names.quote(column.type());
    }

    static int bind(PreparedStatement statement, int first, Map<String, @Nullable String> values)
            throws SQLException {
        int next = first;
        for (String value : values.values()) {
            if (value != null) {
                statement.setObject(next++, value, Types.OTHER); // the server decides the type
            }
        }
        return next;
    }

    static Column column(Table table, String name) {
        return table.column(name).orElseThrow(() -> new IllegalStateException("No column " + name));
    }

    private static @Nullable String imageText(Column column, @Nullable String text) {
        if (text == null) {
            return null;
        } else if (column.type().is("bytea")) {
            return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(text.substring(2)));
        } else if (column.type().is("bool")) {
            return text.equals("t") ? "true" : "false";
        }
        return text;
    }
}
