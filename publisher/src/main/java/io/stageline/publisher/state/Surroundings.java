package io.stageline.publisher.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// What production's server knows about a lane's publisher that the publisher cannot say itself.
///
/// @param readOnly whether production takes no writes now: it is a standby, or was set so
/// @param session whether a publisher of the lane is connected
/// @param waitsFor who holds a lock that it waits for, in words for people
public record Surroundings(boolean readOnly, boolean session, Optional<String> waitsFor) {
    public static final Surroundings UNKNOWN = new Surroundings(false, false, Optional.empty());

    private static final String READ =
            """
            SELECT current_setting('transaction_read_only') = 'on', a.pid IS NOT NULL, (
                SELECT string_agg(concat_ws(' ', 'pid', b.pid, 'of', b.usename, nullif(b.application_name, '')), ', ')
                FROM pg_stat_activity b WHERE b.pid = ANY (pg_blocking_pids(a.pid)))
            FROM (VALUES (?)) AS wanted(name)
            LEFT JOIN pg_stat_activity a
                ON a.application_name = left(wanted.name, 63) AND a.datname = current_database()
            ORDER BY a.backend_start DESC LIMIT 1
            """;

    public static Surroundings read(Connection connection, String pipeline, int lane)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, sessionName(pipeline, lane));
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new Surroundings(
                                row.getBoolean(1),
                                row.getBoolean(2),
                                Optional.ofNullable(row.getString(3)))
                        : UNKNOWN;
            }
        }
    }

    /// What the sessions of all publishers of a lane are called, and nobody else's.
    public static String sessionName(String pipeline, int lane) {
        return "stageline publisher " + pipeline + "/" + lane;
    }
}
