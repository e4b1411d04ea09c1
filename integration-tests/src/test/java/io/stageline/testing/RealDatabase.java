package io.stageline.testing;

import io.stageline.configuration.Secret;
import io.stageline.database.Database;
import io.stageline.database.DatabaseConfig;
import java.sql.Connection;
import java.sql.SQLException;
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

    /// All rows of a query, each value as text.
    List<List<@Nullable String>> query(String sql);

    /// The one value of a query that gives one row with one column.
    String value(String sql);

    @Override
    void close();
}
