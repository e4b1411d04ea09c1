package io.stageline.conflict;

import io.stageline.changelog.TableId;
import io.stageline.database.Dialect;
import io.stageline.database.MySqlExpression;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// MySQL's catalogue.
record MySqlRules(Connection connection) implements Rules {
    private static final String KEY_PARTS =
            """
            SELECT index_name, column_name, sub_part, expression
            FROM information_schema.statistics
            WHERE non_unique = 0 AND table_schema = ? AND table_name = ?
            ORDER BY index_name <> 'PRIMARY', index_name, seq_in_index
            """;

    private static final String CHECKS =
            """
            SELECT k.constraint_name, k.check_clause
            FROM information_schema.check_constraints k
            JOIN information_schema.table_constraints t
              ON t.constraint_schema = k.constraint_schema AND t.constraint_name = k.constraint_name
            WHERE t.constraint_type = 'CHECK' AND t.enforced = 'YES' AND t.table_schema = ? AND t.table_name = ?
            ORDER BY k.constraint_name
            """;

    /// An enum that takes no NULL becomes its first label. A generated column reads only such generated ones as stand before it.
    private static final String DEFAULTS =
            """
            SELECT column_name, nullif(generation_expression, ''),
                   column_default IS NULL AND extra NOT LIKE '%auto_increment%' AND NOT (data_type = 'enum' AND is_nullable = 'NO')
            FROM information_schema.columns
            WHERE table_schema = ? AND table_name = ?
            ORDER BY ordinal_position
            """;

    private static final String REFERRING_TABLES =
            """
            SELECT DISTINCT table_schema, table_name
            FROM information_schema.key_column_usage
            WHERE referenced_table_schema = ? AND referenced_table_name = ?
            ORDER BY 1, 2
            """;

    /// The part of an index over all elements of a JSON array.
    private static final Pattern ARRAY =
            Pattern.compile("cast\\((.*) as [a-z0-9(), ]+ array\\)", Pattern.DOTALL);

    @Override
    public List<Unique> uniqueKeys(Table table) throws SQLException {
        Map<String, List<Part>> parts = new LinkedHashMap<>();
        try (PreparedStatement statement = of(KEY_PARTS, table.id());
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                parts.computeIfAbsent(row.getString(1), _ -> new ArrayList<>()).add(part(row));
            }
        }
        List<Unique> found = new ArrayList<>();
        for (UniqueKey key : table.uniqueKeys()) {
            List<Part> ofKey = parts.get(key.name());
            if (ofKey != null) {
                found.add(new Unique(key, table.id(), ofKey, Optional.empty(), false));
            }
        }
        return found;
    }

    private Part part(ResultSet row) throws SQLException {
        @Nullable String column = row.getString(2);
        @Nullable String prefix = row.getString(3);
        if (column == null) {
            String expression = MySqlExpression.sql(row.getString(4));
            Matcher array = ARRAY.matcher(expression);
            return array.matches()
                    ? new Part(array.group(1), "JSON_OVERLAPS(%s, %s)"::formatted)
                    : new Part(expression, MySqlRules::equal);
        }
        String name = Dialect.of(connection).quote(column);
        return new Part(
                prefix == null ? name : "LEFT(" + name + ", " + prefix + ")", MySqlRules::equal);
    }

    /// Only a comparison with a constant, like this subquery's one value, finds an index over an expression.
    private static String equal(String held, String wanted) {
        return "%s = (SELECT %s FROM wanted)".formatted(held, wanted);
    }

    @Override
    public List<Check> checks(Table table) throws SQLException {
        List<Check> checks = new ArrayList<>();
        try (PreparedStatement statement = of(CHECKS, table.id());
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String expression = MySqlExpression.sql(row.getString(2));
                checks.add(
                        new Check(
                                row.getString(1),
                                expression,
                                MySqlExpression.columns(expression, table.columns())));
            }
        }
        return checks;
    }

    @Override
    public Set<String> checkedBy(Table table, String constraint) throws SQLException {
        Set<String> columns = new LinkedHashSet<>();
        checks(table).stream()
                .filter(check -> check.name().equals(constraint))
                .forEach(check -> columns.addAll(check.columns()));
        return columns;
    }

    @Override
    public Defaults defaults(Table table) throws SQLException {
        try (PreparedStatement statement = of(DEFAULTS, table.id());
                ResultSet row = statement.executeQuery()) {
            return Defaults.read(row, MySqlExpression::sql);
        }
    }

    @Override
    public Set<TableId> referring(TableId parent) throws SQLException {
        try (PreparedStatement statement = of(REFERRING_TABLES, parent);
                ResultSet row = statement.executeQuery()) {
            return Rules.tables(row);
        }
    }

    private PreparedStatement of(String sql, TableId table) throws SQLException {
        return Rules.about(connection, sql, table);
    }
}
