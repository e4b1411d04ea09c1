package io.stageline.conflict;

import io.stageline.conflict.Refusal.Cause.Rejected;
import io.stageline.database.Column;
import io.stageline.database.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the columns whose values production refuses: PostgreSQL names the column for a missing value only.
final class RejectedValues {
    /// From this version on the server tells whether a text is a value of a type without failing.
    private static final int VERSION_THAT_TESTS_INPUT = 16;

    private static final String CHECKED_COLUMNS =
            """
            SELECT a.attname
            FROM pg_constraint k
            JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
            WHERE k.contype IN ('c', 'n') AND n.nspname = ? AND c.relname = ? AND k.conname = ?
            ORDER BY a.attnum
            """;

    private final Connection connection;
    private final Table table;

    RejectedValues(Connection connection, Table table) {
        this.connection = connection;
        this.table = table;
    }

    /// @param unreadable the columns whose values production cannot read
    Set<String> columns(Rejected rejected, Set<String> unreadable) throws SQLException {
        if (rejected.column().filter(column -> table.column(column).isPresent()).isPresent()) {
            return Set.of(rejected.column().get());
        }
        Set<String> checked =
                rejected.constraint().isPresent() ? checked(rejected.constraint().get()) : Set.of();
        return checked.isEmpty() ? unreadable : checked;
    }

    private Set<String> checked(String constraint) throws SQLException {
        Set<String> columns = new LinkedHashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(CHECKED_COLUMNS)) {
            statement.setString(1, table.id().schema());
            statement.setString(2, table.id().table());
            statement.setString(3, constraint);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    columns.add(found.getString(1));
                }
            }
        }
        return columns;
    }

    /// The columns whose type, with its length and precision, does not read the value.
    Set<String> unreadable(Map<String, @Nullable String> values) throws SQLException {
        Set<String> columns = new LinkedHashSet<>();
        if (connection.getMetaData().getDatabaseMajorVersion() < VERSION_THAT_TESTS_INPUT) {
            return columns;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_input_is_valid(?, ?)")) {
            for (Map.Entry<String, String> value : known(values).entrySet()) {
                statement.setObject(1, value.getValue(), Types.VARCHAR);
                statement.setString(
                        2, ProductionRows.column(table, value.getKey()).formattedType());
                try (ResultSet answer = statement.executeQuery()) {
                    answer.next();
                    if (!answer.getBoolean(1)) {
                        columns.add(value.getKey());
                    }
                }
            }
        }
        return columns;
    }

    private Map<String, String> known(Map<String, @Nullable String> values) {
        List<String> asText =
                table.columns().stream()
                        .filter(column -> !column.type().is("bytea")) // base64 in images
                        .map(Column::name)
                        .toList();
        Map<String, String> known = new LinkedHashMap<>();
        values.forEach((column, value) -> {
            if (value != null && asText.contains(column)) {
                known.put(column, value);
            }
        });
        return known;
    }
}
