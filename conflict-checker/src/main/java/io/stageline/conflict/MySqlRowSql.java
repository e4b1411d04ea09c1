package io.stageline.conflict;

import io.stageline.database.Column;
import io.stageline.database.Dialect;
import io.stageline.database.FailureKind;
import io.stageline.database.MySqlText;
import io.stageline.database.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Of MySQL. A row that is not in any table is a JSON_TABLE: its columns have the types of production's, with length, character set and
/// collation, and read a text as production's do. That needs no right to make a table.
record MySqlRowSql(Dialect dialect) implements RowSql {
    private static final String ANY_TEXT =
            "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin";

    @Override
    public String shown(Column column, String value) {
        return MySqlText.textOf(column, value);
    }

    @Override
    public @Nullable String imageText(Column column, @Nullable String shown) {
        return shown;
    }

    @Override
    public String given(Table table, Map<String, @Nullable String> values) {
        if (values.isEmpty()) {
            return "(SELECT 1) given";
        }
        List<String> selected = new ArrayList<>();
        List<String> places = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        values.forEach((name, value) -> {
            Column column = ProductionRows.column(table, name);
            String quoted = dialect.quote(name);
            selected.add(MySqlTypedText.value(column, quoted) + " AS " + quoted);
            columns.add(
                    "%s %s PATH '$[%d]' ERROR ON ERROR"
                            .formatted(
                                    quoted,
                                    MySqlTypedText.readAs(column, value).orElse(ANY_TEXT),
                                    places.size()));
            places.add(value == null ? "NULL" : "?");
        });
        return "(SELECT %s FROM JSON_TABLE(JSON_ARRAY(%s), '$' COLUMNS (%s)) texts) given"
                .formatted(
                        String.join(", ", selected),
                        String.join(", ", places),
                        String.join(", ", columns));
    }

    @Override
    public String condition(Column column, String name, @Nullable String value) {
        if (value == null) {
            return name + " IS NULL";
        }
        return column.type().equality().isPresent()
                ? equalTo(column, name)
                // as it is printed: a text never equals a document
                : MySqlText.textOf(column, name) + " COLLATE utf8mb4_0900_bin = ?";
    }

    @Override
    public String equalTo(Column column, String name) {
        return name + " = " + MySqlText.comparedWith(column, "?");
    }

    @Override
    public void bind(PreparedStatement statement, int place, String value) throws SQLException {
        statement.setString(place, value);
    }

    /// All at once, for they mostly are readable; if not, one by one.
    @Override
    public Set<String> unreadable(Connection connection, Table table, Map<String, String> values)
            throws SQLException {
        Set<String> unreadable = new LinkedHashSet<>();
        if (!readable(connection, table, values)) {
            for (Map.Entry<String, String> value : values.entrySet()) {
                if (!readable(connection, table, Map.of(value.getKey(), value.getValue()))) {
                    unreadable.add(value.getKey());
                }
            }
        }
        return unreadable;
    }

    private boolean readable(Connection connection, Table table, Map<String, String> values)
            throws SQLException {
        String fits =
                values.entrySet().stream()
                        .map(entry ->
                                MySqlTypedText.fits(
                                        ProductionRows.column(table, entry.getKey()),
                                        dialect.quote(entry.getKey()),
                                        entry.getValue()))
                        .collect(Collectors.joining(" AND "));
        String sql =
                "SELECT coalesce(%s, FALSE) FROM %s"
                        .formatted(fits, given(table, new LinkedHashMap<>(values)));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int place = 1;
            for (String value : values.values()) {
                bind(statement, place++, value);
            }
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                return answer.getBoolean(1);
            }
        } catch (SQLException e) {
            if (FailureKind.kindOf(e) != FailureKind.VALUE) {
                throw e;
            }
            return false; // a refused SELECT leaves MySQL's transaction as it was
        }
    }
}
