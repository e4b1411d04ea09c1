package io.stageline.testing;

import io.stageline.configuration.Secret;
import io.stageline.database.Database;
import io.stageline.database.DatabaseConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A test's own database on a real server, of whatever kind: for tests whose text is the same for each.
public sealed interface RealDatabase extends AutoCloseable permits TestDatabase, MySqlDatabase {
    /// What the server shows of the sessions of [#connect()]: no test takes them for Stageline's.
    String TESTS = "tests";

    ServerKind kind();

    String url();

    String user();

    String password();

    String name();

    /// Where its tables are.
    String schema();

    /// A session as anybody's.
    Connection connect() throws SQLException;

    /// A session of Stageline's own kind.
    default Connection open(String applicationName) throws SQLException {
        return new Database(applicationName, config()).open();
    }

    default DatabaseConfig config() {
        return new DatabaseConfig(url(), user(), new Secret(password()));
    }

    /// Runs statements, separated by semicolons.
    void execute(String sql);

    /// All rows of a query, each value as the driver gives it as text.
    default List<List<@Nullable String>> query(String sql) {
        try (Connection connection = connect()) {
            return rows(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException("Refused: " + sql, e);
        }
    }

    /// As [#query]; many a query in one session is much quicker.
    static List<List<@Nullable String>> rows(Connection connection, String sql)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            var found = new ArrayList<List<@Nullable String>>();
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                var row = new ArrayList<@Nullable String>();
                for (int column = 1; column <= columns; column++) {
                    row.add(rows.getString(column));
                }
                found.add(Collections.unmodifiableList(row));
            }
            return found;
        }
    }

    /// The one value of a query that gives one row with one column.
    default String value(String sql) {
        return String.valueOf(query(sql).getFirst().getFirst());
    }

    @Override
    void close();
}
