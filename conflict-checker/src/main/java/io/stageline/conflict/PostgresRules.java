package io.stageline.conflict;

import io.stageline.changelog.TableId;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// PostgreSQL's catalogue.
record PostgresRules(Connection connection) implements Rules {

    @Override
    public List<Unique> uniqueKeys(Table table) throws SQLException {
        Map<String, UniqueKey> keys = new LinkedHashMap<>();
        table.uniqueKeys().forEach(key -> keys.put(key.name(), key));
        List<Unique> found = new ArrayList<>();
        try (PreparedStatement statement = of(PostgresRulesSql.UNIQUE_KEYS, table.id());
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                UniqueKey key = keys.get(row.getString(1));
                if (key != null) {
                    found.add(unique(key, row));
                }
            }
        }
        return found;
    }

    private static Unique unique(UniqueKey key, ResultSet row) throws SQLException {
        List<String> values = texts(row, 4);
        List<String> operators = texts(row, 5);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            parts.add(part(key, values.get(i), QuestionMarks.doubled(operators.get(i))));
        }
        return new Unique(
                key,
                new TableId(row.getString(2), row.getString(3)),
                parts,
                Optional.ofNullable(row.getString(6)).map(QuestionMarks::doubled),
                row.getBoolean(7));
    }

    private static Part part(UniqueKey key, String value, String operator) {
        return new Part(
                QuestionMarks.doubled(value),
                (held, wanted) -> {
                    String equal = held + " " + operator + " " + wanted;
                    return key.nullsNotDistinct()
                            ? "(" + equal + " OR num_nulls(" + held + ", " + wanted + ") = 2)"
                            : equal;
                });
    }

    @Override
    public List<Check> checks(Table table) throws SQLException {
        List<Check> checks = new ArrayList<>();
        try (PreparedStatement statement = of(PostgresRulesSql.CHECKS, table.id());
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                checks.add(
                        new Check(
                                row.getString(1),
                                QuestionMarks.doubled(row.getString(2)),
                                texts(row, 3)));
            }
        }
        return checks;
    }

    @Override
    public Set<String> checkedBy(Table table, String constraint) throws SQLException {
        Set<String> columns = new LinkedHashSet<>();
        try (PreparedStatement statement = of(PostgresRulesSql.CHECKED_COLUMNS, table.id())) {
            statement.setString(3, constraint);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    columns.add(found.getString(1));
                }
            }
        }
        return columns;
    }

    @Override
    public Defaults defaults(Table table) throws SQLException {
        try (PreparedStatement statement = of(PostgresRulesSql.DEFAULTS, table.id());
                ResultSet row = statement.executeQuery()) {
            return Defaults.read(row, QuestionMarks::doubled);
        }
    }

    @Override
    public Set<TableId> referring(TableId parent) throws SQLException {
        try (PreparedStatement statement = of(PostgresRulesSql.REFERRING_TABLES, parent);
                ResultSet row = statement.executeQuery()) {
            return Rules.tables(row);
        }
    }

    private PreparedStatement of(String sql, TableId table) throws SQLException {
        return Rules.about(connection, sql, table);
    }

    private static List<String> texts(ResultSet row, int column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }
}
