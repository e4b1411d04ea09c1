package io.stageline.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A test's own database, of either kind. Closing it drops it, whoever still uses it.
public sealed interface OwnDatabase extends AutoCloseable permits TestDatabase, MySqlDatabase {
    String name();

    String url();

    String user();

    String password();

    /// A session in which one call may carry several statements.
    Connection connect() throws SQLException;

    /// Runs statements, separated by semicolons, in one go.
    void execute(String sql);

    /// All rows of a query, each value as text.
    List<List<@Nullable String>> query(String sql);

    /// The one value of a query that gives one row with one column.
    String value(String sql);

    @Override
    void close();
}
