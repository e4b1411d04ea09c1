package io.stageline.operator.status;

import io.stageline.changelog.PostgresLsn;
import io.stageline.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// What staging says: where its log is and what it knows of the slot.
record StagingView(PostgresLsn end, Optional<Slot> slot) {
    /// @param confirmed up to where staging may forget
    /// @param trouble why the slot cannot be used any more
    record Slot(boolean active, Optional<PostgresLsn> confirmed, Optional<String> trouble) {}

    private static final String QUERY =
            """
            SELECT pg_current_wal_lsn(), slot.slot_name IS NOT NULL, slot.active, slot.confirmed_flush_lsn,
                   CASE WHEN slot.wal_status = 'lost' THEN 'its log was removed (wal_status is lost)' END
            FROM (SELECT 1) AS here LEFT JOIN pg_replication_slots AS slot ON slot.slot_name = ?
            """;

    static StagingView read(Database staging, String slotName) throws SQLException {
        try (Connection connection = staging.open();
                PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setString(1, slotName);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Optional<Slot> slot =
                        row.getBoolean(2)
                                ? Optional.of(
                                        new Slot(
                                                row.getBoolean(3),
                                                Optional.ofNullable(row.getString(4))
                                                        .map(PostgresLsn::parse),
                                                Optional.ofNullable(row.getString(5))))
                                : Optional.empty();
                return new StagingView(PostgresLsn.parse(row.getString(1)), slot);
            }
        }
    }
}
