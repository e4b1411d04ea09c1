package io.stageline.operator.doctor;

import io.stageline.database.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// One server under examination: asks it for facts.
///
/// @param server `staging` or `production`: the prefix of its findings
/// @param place host and database
record Facts(Connection connection, String server, String place) {
    /// Reads one row of a result.
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    <T> List<T> rows(String sql, Row<T> row, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet found = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (found.next()) {
                    rows.add(row.of(found));
                }
                return rows;
            }
        }
    }

    <T> T one(String sql, Row<T> row, Object... values) throws SQLException {
        return rows(sql, row, values).getFirst();
    }

    String id(String kind) {
        return server + "." + kind;
    }

    /// Who we are there, quoted for a GRANT.
    String role() throws SQLException {
        String sql =
                Dialect.of(connection)
                        .choose(
                                "SELECT quote_ident(current_user)",
                                "SELECT concat(quote(regexp_replace(current_user(), '@[^@]*$', '')), '@', quote(substring_index(current_user(), '@', -1)))");
        return one(sql, row -> row.getString(1));
    }

    /// PostgreSQL's database, quoted.
    String database() throws SQLException {
        return one("SELECT quote_ident(current_database())", row -> row.getString(1));
    }
}
