package io.stageline.publisher.state;

import io.stageline.database.FailureKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/// PostgreSQL shows of each session what its application is called.
record PostgresSessions() implements LaneSessions {
    private static final String JOIN = "SELECT set_config('application_name', ?, false)";

    private static final String END_OLDER =
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = current_setting('application_name') AND datname = current_database()
              AND usename = current_user AND pid <> pg_backend_pid()
            """;

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

    @Override
    public void join(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(JOIN)) {
            statement.setString(1, name);
            statement.execute();
        }
    }

    @Override
    public void endOlder(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(END_OLDER);
        } catch (SQLException e) {
            if (FailureKind.kindOf(e) != FailureKind.PRIVILEGE) {
                throw e;
            }
        }
    }

    @Override
    public Surroundings surroundings(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new Surroundings(
                                row.getBoolean(1),
                                row.getBoolean(2),
                                Optional.ofNullable(row.getString(3)))
                        : Surroundings.UNKNOWN;
            }
        }
    }
}
