package io.stageline.faults;

import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Stageline's sessions, as the server of a database shows them.
final class Sessions {
    private static final int UNKNOWN_SESSION = 1094;

    /// Those of a test's own server: the reader of the binlog has no name and no database.
    private static final String MYSQL_ALL =
            """
            SELECT p.id FROM information_schema.processlist p
            LEFT JOIN performance_schema.session_connect_attrs a
                ON a.processlist_id = p.id AND a.attr_name = 'program_name'
            WHERE p.user = substring_index(current_user(), '@', 1) AND coalesce(a.attr_value, '') <> '%s'
            """
                    .formatted(RealDatabase.TESTS);

    private Sessions() {}

    enum State {
        ANY,
        INSIDE_A_TRANSACTION,
        WAITING_FOR_A_LOCK,
        /// it does nothing, and its transaction is open
        IDLE_INSIDE
    }

    /// The numbers of the publishers' sessions in this state.
    static List<String> ofPublishers(RealDatabase production, State state) {
        String sql =
                switch (production) {
                    case TestDatabase _ ->
                            """
                            SELECT pid FROM pg_stat_activity
                            WHERE datname = current_database() AND application_name LIKE 'stageline publisher %%' AND %s
                            """
                                    .formatted(postgres(state));
                    case MySqlDatabase _ ->
                            """
                            SELECT t.processlist_id
                            FROM performance_schema.threads t
                            JOIN performance_schema.session_connect_attrs a
                                ON a.processlist_id = t.processlist_id AND a.attr_name = 'program_name'
                            LEFT JOIN performance_schema.events_transactions_current x
                                ON x.thread_id = t.thread_id AND x.state = 'ACTIVE'
                            WHERE t.processlist_db = database() AND a.attr_value LIKE 'stageline publisher %%' AND %s
                            """
                                    .formatted(mySql(state));
                };
        return numbers(production, sql);
    }

    private static String postgres(State state) {
        return switch (state) {
            case ANY -> "true";
            case INSIDE_A_TRANSACTION -> "xact_start IS NOT NULL";
            case WAITING_FOR_A_LOCK -> "wait_event_type = 'Lock'";
            case IDLE_INSIDE -> "state = 'idle in transaction'";
        };
    }

    private static String mySql(State state) {
        return switch (state) {
            case ANY -> "true";
            case INSIDE_A_TRANSACTION -> "x.state IS NOT NULL";
            case WAITING_FOR_A_LOCK ->
                    "t.thread_id IN (SELECT requesting_thread_id FROM performance_schema.data_lock_waits)";
            case IDLE_INSIDE -> "x.state IS NOT NULL AND t.processlist_command = 'Sleep'";
        };
    }

    private static List<String> numbers(RealDatabase database, String sql) {
        return database.query(sql).stream().map(row -> String.valueOf(row.getFirst())).toList();
    }

    /// Ends all but the tests', as an administrator would.
    static void end(RealDatabase database) throws SQLException {
        switch (database) {
            case TestDatabase postgres ->
                    postgres.query(
                            """
                            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                            WHERE datname = current_database() AND application_name <> '%s'
                            """
                                    .formatted(RealDatabase.TESTS));
            case MySqlDatabase mySql -> kill(mySql, numbers(mySql, MYSQL_ALL));
        }
    }

    private static void kill(MySqlDatabase database, List<String> sessions) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String session : sessions) {
                try {
                    statement.execute("KILL " + session);
                } catch (SQLException e) {
                    if (e.getErrorCode() != UNKNOWN_SESSION) { // else it ended by itself
                        throw e;
                    }
                }
            }
        }
    }
}
