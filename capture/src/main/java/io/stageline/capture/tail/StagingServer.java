package io.stageline.capture.tail;

import io.stageline.changelog.SourceServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Asks staging which server it is.
final class StagingServer {
    /// The name of the file that is written now begins with the timeline; the control file tells it only at the next
    /// checkpoint.
    private static final String QUERY =
            """
            SELECT system_identifier::text, ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::bigint
              FROM pg_control_system()
            """;

    private StagingServer() {}

    static SourceServer of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            if (!row.next()) {
                throw new SQLException("Staging does not tell its system identifier");
            }
            return new SourceServer(row.getString(1), row.getLong(2));
        }
    }
}
