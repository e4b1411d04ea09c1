package io.stageline.capture.tail;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Ticks as logical messages in PostgreSQL's log: they come back inside a transaction of their own. Between ticks it lets
/// new tables join.
final class LogicalTicks implements Ticker.Ticks {
    /// Tells our messages from others'.
    static final String PREFIX = "stageline";

    private static final String TICK = "SELECT pg_logical_emit_message(true, ?, ?)";

    private final TableWatch tables;

    LogicalTicks(TableWatch tables) {
        this.tables = tables;
    }

    @Override
    public void send(Connection connection, String tick) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TICK)) {
            statement.setString(1, PREFIX);
            statement.setString(2, tick);
            statement.setQueryTimeout(30);
            statement.execute();
        }
    }

    @Override
    public void sent(Connection connection) {
        tables.look(connection);
    }
}
