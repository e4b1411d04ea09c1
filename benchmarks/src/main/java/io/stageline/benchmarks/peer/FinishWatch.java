package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.site.BenchDatabase;
import java.sql.Connection;
import java.sql.SQLException;

/// Looks whether production shows the last source transaction. Owned by one thread.
final class FinishWatch implements AutoCloseable {
    private final Connection connection;

    FinishWatch(BenchDatabase production) throws SQLException {
        this.connection = production.connect();
    }

    boolean isReached() throws SQLException {
        return BenchDatabase.value(connection, "SELECT reached FROM finish").equals("t");
    }

    String value(String sql) throws SQLException {
        return BenchDatabase.value(connection, sql);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
