package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.site.Backlog;
import io.stageline.benchmarks.site.BenchDatabase;
import java.sql.Connection;
import java.sql.SQLException;

/// Looks whether production shows the last source transaction. Owned by one thread.
final class FinishWatch implements AutoCloseable {
    private final Backlog backlog;
    private final Connection connection;

    FinishWatch(Backlog backlog, BenchDatabase production) throws SQLException {
        this.backlog = backlog;
        this.connection = production.connect();
    }

    boolean isReached() throws SQLException {
        return BenchDatabase.value(connection, "SELECT number FROM finish")
                .equals(Integer.toString(backlog.finishNumber()));
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
