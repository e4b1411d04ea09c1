package io.stageline.conflict;

import io.stageline.changelog.ChangeEvent;
import io.stageline.conflict.Rules.Defaults;
import io.stageline.database.Column;
import io.stageline.database.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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
    private final Connection connection;
    private final Table table;
    private final Defaults defaults;

    private Candidate(Connection connection, Table table) throws SQLException {
        this.connection = connection;
        this.table = table;
        this.defaults = Rules.of(connection).defaults(table);
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
        return new Candidate(connection, subject.table())
                .values(subject, production.orElse(Map.of()), unreadable);
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
                    && defaults.empty().contains(name)) {
                values.put(name, null);
            } else {
                whole = false;
            }
        }
        if (whole) {
            for (Map.Entry<String, String> computed : defaults.expressions().entrySet()) {
                values.put(
                        computed.getKey(),
                        computed(computed.getKey(), computed.getValue(), values));
            }
        }
        return Collections.unmodifiableMap(values);
    }

    private @Nullable String computed(
            String name, String expression, Map<String, @Nullable String> values)
            throws SQLException {
        var rows = new ProductionRows(connection);
        Column column = ProductionRows.column(table, name);
        String sql =
                "SELECT %s FROM %s"
                        .formatted(
                                rows.shown(column, "(" + expression + ")"),
                                rows.given(table, values));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            rows.bind(statement, 1, values);
            return rows.read(List.of(column), statement).getFirst().get(name);
        }
    }
}
