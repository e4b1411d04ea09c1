package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.site.Backlog;
import io.stageline.benchmarks.site.BenchDatabase;
import java.sql.Connection;
import java.sql.SQLException;

/// Looks from staging at the slot of a peer. Owned by one thread.
final class SlotWatch implements AutoCloseable {
    private final Connection connection;
    private final String active;

    SlotWatch(Backlog backlog, String slot) throws SQLException {
        this.connection = backlog.staging().connect();
        this.active = "SELECT active FROM pg_replication_slots WHERE slot_name = '" + slot + "'";
    }

    /// Whether somebody reads it.
    boolean isActive() throws SQLException {
        return BenchDatabase.value(connection, active).equals("t");
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
