package io.stageline.publisher.state;

import io.stageline.database.Dialect;
import java.sql.Connection;
import java.sql.SQLException;

/// The sessions of one lane's publishers, as production's server tells them from all others.
sealed interface LaneSessions permits PostgresSessions, MySqlSessions {
    static LaneSessions of(Connection connection) throws SQLException {
        return Dialect.of(connection).choose(new PostgresSessions(), new MySqlSessions());
    }

    /// Makes this session one of them.
    void join(Connection connection, String name) throws SQLException;

    /// Ends those that are older: a reign that ended cannot commit any more, but a session whose client is gone may still hold locks.
    /// Without the privilege nothing happens, and locks are waited for.
    void endOlder(Connection connection, String name) throws SQLException;

    Surroundings surroundings(Connection connection, String name) throws SQLException;
}
