package io.stageline.conflict;

import io.stageline.changelog.TableId;
import io.stageline.database.Dialect;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What production's catalogue says of a table beyond what the publisher needs of it: rules and expressions, as SQL.
sealed interface Rules permits PostgresRules, MySqlRules {

    static Rules of(Connection connection) throws SQLException {
        return Dialect.of(connection)
                .choose(new PostgresRules(connection), new MySqlRules(connection));
    }

    List<Unique> uniqueKeys(Table table) throws SQLException;

    /// The checks that are enforced.
    List<Check> checks(Table table) throws SQLException;

    /// The columns of a check, or of a NOT NULL that has a name.
    Set<String> checkedBy(Table table, String constraint) throws SQLException;

    Defaults defaults(Table table) throws SQLException;

    /// The tables that refer to this one.
    Set<TableId> referring(TableId parent) throws SQLException;

    /// A unique index or exclusion constraint.
    ///
    /// @param on the table, or the one partition, that has it
    /// @param predicate which rows it covers
    record Unique(
            UniqueKey key,
            TableId on,
            List<Part> parts,
            Optional<String> predicate,
            boolean exclusion) {}

    /// One part of it.
    ///
    /// @param value of a row, from its columns
    /// @param collision of two values: one that is held, and that of the row `wanted`, which is the only one of its kind
    record Part(String value, BinaryOperator<String> collision) {}

    record Check(String name, String expression, List<String> columns) {}

    /// What becomes of columns that an insert does not name.
    ///
    /// @param expressions of those that production computes, in the order in which they can be computed
    /// @param empty those that become NULL, or refuse it
    record Defaults(Map<String, String> expressions, Set<String> empty) {
        /// From rows of column name, expression, and whether it becomes empty.
        ///
        /// @param sql what makes SQL of an expression as the catalogue shows it
        static Defaults read(ResultSet row, UnaryOperator<String> sql) throws SQLException {
            Map<String, String> expressions = new LinkedHashMap<>();
            Set<String> empty = new HashSet<>();
            while (row.next()) {
                @Nullable String expression = row.getString(2);
                if (expression != null) {
                    expressions.put(row.getString(1), sql.apply(expression));
                } else if (row.getBoolean(3)) {
                    empty.add(row.getString(1));
                }
            }
            return new Defaults(expressions, empty);
        }
    }

    /// A statement about one table, whose schema and name are its first two parameters.
    static PreparedStatement about(Connection connection, String sql, TableId table)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, table.schema());
        statement.setString(2, table.table());
        return statement;
    }

    /// From rows of schema and name.
    static Set<TableId> tables(ResultSet row) throws SQLException {
        Set<TableId> tables = new HashSet<>();
        while (row.next()) {
            tables.add(new TableId(row.getString(1), row.getString(2)));
        }
        return tables;
    }
}
