package io.stageline.faults;

import io.stageline.testing.RealDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/// Looks at a database many times a second, over one session: a new one for each look takes more CPU than what the test looks at. Takes a
/// new one when the server was away.
final class Glance implements AutoCloseable {
    private final RealDatabase database;
    private @Nullable Connection connection;

    Glance(RealDatabase database) {
        this.database = database;
    }

    /// The one number of a query that gives one row with one column.
    long number(String sql) {
        try {
            if (connection != null) {
                return number(connection, sql);
            }
        } catch (SQLException e) {
            close();
        }
        try {
            Connection fresh = database.connect();
            connection = fresh;
            return number(fresh, sql);
        } catch (SQLException e) {
            throw new IllegalStateException("Refused: " + sql, e);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // it is gone, whoever closed it
        }
        connection = null;
    }
}
