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
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Of PostgreSQL: its own text of each value, `bytea` as base64.
record PostgresRowSql() implements RowSql {
    /// From this version on the server tells whether a text is a value of a type without failing.
    private static final int VERSION_THAT_TESTS_INPUT = 16;

    /// Through its type's output function: a cast to text would strip the blanks of char(n). A composite value of NULLs
    /// `IS NULL`, but is not NULL: num_nulls tells.
    @Override
    public String shown(Column column, String value) {
        return "CASE WHEN num_nulls(%1$s) = 0 THEN format('%%s', %1$s) END".formatted(value);
    }

    @Override
    public @Nullable String imageText(Column column, @Nullable String shown) {
        if (shown == null) {
            return null;
        } else if (column.type().is("bytea")) {
            return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(shown.substring(2)));
        } else if (column.type().is("bool")) {
            return shown.equals("t") ? "true" : "false";
        }
        return shown;
    }

    @Override
    public String given(Table table, Map<String, @Nullable String> values) {
        return values.entrySet().stream()
                .map(entry ->
                        literal(ProductionRows.column(table, entry.getKey()), entry.getValue()))
                .collect(Collectors.joining(", ", "(SELECT ", ") given"));
    }

    private static String literal(Column column, @Nullable String value) {
        String typed = value == null ? "NULL::" + Names.quote(column.type()) : typed(column);
        return typed + " AS " + Names.quote(column.name());
    }

    @Override
    public String condition(Column column, String name, @Nullable String value) {
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

    @Override
    public String equalTo(Column column, String name) {
        return "%s %s %s".formatted(name, column.type().equality().orElse("="), typed(column));
    }

    /// A place for a value of this column's type. Without length or precision: a cast to varchar(3) cuts silently.
    private static String typed(Column column) {
        return column.type().is("bytea")
                ? "decode(?, 'base64')"
                : "?::" + Names.quote(column.type());
    }

    /// The server decides the type.
    @Override
    public void bind(PreparedStatement statement, int place, String value) throws SQLException {
        statement.setObject(place, value, Types.OTHER);
    }

    @Override
    public Set<String> unreadable(Connection connection, Table table, Map<String, String> values)
            throws SQLException {
        List<Column> columns =
                table.columns().stream()
                        .filter(column -> values.containsKey(column.name()))
                        .filter(column -> !column.type().is("bytea")) // base64 in images
                        .toList();
        if (columns.isEmpty()
                || connection.getMetaData().getDatabaseMajorVersion() < VERSION_THAT_TESTS_INPUT) {
            return Set.of();
        }
        String tests =
                columns.stream()
                        .map(_ -> "pg_input_is_valid(?, ?)")
                        .collect(Collectors.joining(", "));
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + tests)) {
            for (int i = 0; i < columns.size(); i++) {
                statement.setObject(2 * i + 1, values.get(columns.get(i).name()), Types.VARCHAR);
                statement.setString(2 * i + 2, columns.get(i).formattedType());
            }
            return refused(columns, statement);
        }
    }

    private static Set<String> refused(List<Column> columns, PreparedStatement statement)
            throws SQLException {
        Set<String> refused = new LinkedHashSet<>();
        try (ResultSet valid = statement.executeQuery()) {
            valid.next();
            for (int i = 0; i < columns.size(); i++) {
                if (!valid.getBoolean(i + 1)) {
                    refused.add(columns.get(i).name());
                }
            }
        }
        return refused;
    }
}
