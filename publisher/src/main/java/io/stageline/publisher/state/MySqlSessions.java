package io.stageline.publisher.state;

import io.stageline.database.FailureKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/// MySQL shows what a session is called only to some, and only while `performance_schema` is on. But everybody may ask who has a lock of a
/// certain name: the session of a lane's publisher has the one with the lane's name. It is a courtesy and guards nothing, for a session whose client
/// is gone keeps it: the epoch in the checkpoint is the guard.
record MySqlSessions() implements LaneSessions {
    private static final int NAME_MAX = 64;
    private static final int UNKNOWN_SESSION = 1094;

    private static final String HOLDER =
            "SELECT id FROM (SELECT is_used_lock(?) AS id) holder WHERE id <> connection_id()";

    /// Waits for the end of the one that was told to end, for a while.
    private static final String TAKE = "SELECT get_lock(?, 3)";

    private static final String TAKE_IF_FREE = "SELECT get_lock(?, 0)";

    private static final String END = "KILL ?";

    private static final String READ =
            "SELECT @@global.read_only OR @@global.super_read_only OR @@innodb_read_only, is_used_lock(?)";

    /// Rows and tables that the session waits for. The thread of a row lock may be that of who waits (it makes the lock that an insert has
    /// without one); its transaction is the right one.
    private static final String WAITS_FOR =
            """
            SELECT group_concat(DISTINCT concat('session ', b.processlist_id, ' of ', b.processlist_user,
                coalesce(concat(' ', a.attr_value), '')) SEPARATOR ', ')
            FROM (SELECT h.trx_mysql_thread_id AS id
                  FROM information_schema.innodb_trx r
                  JOIN performance_schema.data_lock_waits w ON w.requesting_engine_transaction_id = r.trx_id
                  JOIN information_schema.innodb_trx h ON h.trx_id = w.blocking_engine_transaction_id
                  WHERE r.trx_mysql_thread_id = ?
                  UNION
                  SELECT o.processlist_id
                  FROM performance_schema.threads r
                  JOIN performance_schema.metadata_locks p
                      ON p.owner_thread_id = r.thread_id AND p.lock_status = 'PENDING'
                  JOIN performance_schema.metadata_locks g
                      ON g.object_type = p.object_type AND g.object_schema = p.object_schema
                      AND g.object_name = p.object_name AND g.lock_status = 'GRANTED'
                  JOIN performance_schema.threads o ON o.thread_id = g.owner_thread_id
                  WHERE r.processlist_id = ? AND o.processlist_id <> r.processlist_id) blocking
            JOIN performance_schema.threads b ON b.processlist_id = blocking.id
            LEFT JOIN performance_schema.session_connect_attrs a
                ON a.processlist_id = blocking.id AND a.attr_name = 'program_name'
            """;

    @Override
    public void join(Connection connection, String name) throws SQLException {
        take(connection, TAKE_IF_FREE, name);
    }

    @Override
    public void endOlder(Connection connection, String name) throws SQLException {
        OptionalLong holder = number(connection, HOLDER, name);
        if (holder.isPresent()) {
            end(connection, holder.getAsLong());
        }
        take(connection, TAKE, name);
    }

    private static void end(Connection connection, long session) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            statement.setLong(1, session);
            statement.execute();
        } catch (SQLException e) {
            boolean gone = e.getErrorCode() == UNKNOWN_SESSION;
            if (!gone && FailureKind.kindOf(e) != FailureKind.PRIVILEGE) {
                throw e;
            }
        }
    }

    private static void take(Connection connection, String sql, String name) throws SQLException {
        var _ = number(connection, sql, name);
    }

    private static OptionalLong number(Connection connection, String sql, String name)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, lockName(name));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return OptionalLong.empty();
                }
                long number = row.getLong(1);
                return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
            }
        }
    }

    private static String lockName(String name) {
        return name.substring(0, Math.min(NAME_MAX, name.length()));
    }

    @Override
    public Surroundings surroundings(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, lockName(name));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                boolean readOnly = row.getBoolean(1);
                long session = row.getLong(2);
                return row.wasNull()
                        ? new Surroundings(readOnly, false, Optional.empty())
                        : new Surroundings(readOnly, true, waitsFor(connection, session));
            }
        }
    }

    /// Not everybody may look there.
    private static Optional<String> waitsFor(Connection connection, long session)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WAITS_FOR)) {
            statement.setLong(1, session);
            statement.setLong(2, session);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            if (FailureKind.kindOf(e) != FailureKind.PRIVILEGE) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
