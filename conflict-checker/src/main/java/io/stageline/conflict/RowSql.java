package io.stageline.conflict;

import io.stageline.database.Column;
import io.stageline.database.Dialect;
import io.stageline.database.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How values and rows stand in production's SQL. Places for values are bound in the order in which they appear, NULLs left out.
sealed interface RowSql permits PostgresRowSql, MySqlRowSql {

    static RowSql of(Connection connection) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        return dialect.choose(new PostgresRowSql(), new MySqlRowSql(dialect));
    }

    /// What the server shows of a value of this column; [#imageText] makes of it what a row image has.
    ///
    /// @param value SQL that gives the value
    String shown(Column column, String value);

    @Nullable String imageText(Column column, @Nullable String shown);

    /// Something to select from: one row named `given`, with these values, each of its column's own type.
    String given(Table table, Map<String, @Nullable String> values);

    /// What is true for rows that have this value.
    ///
    /// @param name SQL that names the column
    String condition(Column column, String name, @Nullable String value);

    /// What is true for rows whose column, of whatever table, equals a value of this column that is no NULL.
    ///
    /// @param name SQL that names the other column
    String equalTo(Column column, String name);

    void bind(PreparedStatement statement, int place, String value) throws SQLException;

    /// The columns whose type, with its length and precision, does not read the value.
    Set<String> unreadable(Connection connection, Table table, Map<String, String> values)
            throws SQLException;
}
