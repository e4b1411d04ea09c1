package io.stageline.capture.tail;

import io.stageline.changelog.PostgresLsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// A replication slot as staging shows it.
///
/// @param user who uses it now, in words for people; empty when nobody does
/// @param lost why staging can no longer serve it; empty when it can
record Slot(
        String name,
        String plugin,
        String database,
        Optional<String> user,
        Optional<PostgresLsn> confirmed,
        Optional<String> lost) {
    /// `invalidation_reason` is there since PostgreSQL 17.
    private static final String FIND =
            """
            SELECT s.plugin, s.database, s.active_pid, a.application_name, a.client_addr::text AS client,
                   s.confirmed_flush_lsn::text AS confirmed, s.wal_status,
                   to_jsonb(s) ->> 'invalidation_reason' AS invalidation_reason
              FROM pg_replication_slots s
              LEFT JOIN pg_stat_activity a ON a.pid = s.active_pid
             WHERE s.slot_name = ?
            """;

    static Optional<Slot> find(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(name, row)) : Optional.empty();
            }
        }
    }

    /// Waits for the transactions that are open now to end, a minute at most.
    static Slot create(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT pg_create_logical_replication_slot(?, 'pgoutput')")) {
            statement.setString(1, name);
            statement.setQueryTimeout(60);
            statement.execute();
        }
        return find(connection, name)
                .orElseThrow(() -> new SQLException("Staging did not keep the new slot " + name));
    }

    private static Slot read(String name, ResultSet row) throws SQLException {
        String reason = row.getString("invalidation_reason");
        boolean lost = "lost".equals(row.getString("wal_status")) || reason != null;
        return new Slot(
                name,
                text(row, "plugin"),
                text(row, "database"),
                user(row),
                Optional.ofNullable(row.getString("confirmed")).map(PostgresLsn::parse),
                lost ? Optional.of(reason == null ? "wal_removed" : reason) : Optional.empty());
    }

    private static Optional<String> user(ResultSet row) throws SQLException {
        long pid = row.getLong("active_pid");
        if (row.wasNull()) {
            return Optional.empty();
        }
        return Optional.of(
                "process %d (%s from %s)"
                        .formatted(pid, text(row, "application_name"), text(row, "client")));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String value = row.getString(column);
        return value == null ? "unknown" : value;
    }
}
