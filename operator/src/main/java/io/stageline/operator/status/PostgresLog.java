package io.stageline.operator.status;

import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.SourcePosition;
import io.stageline.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/// PostgreSQL's log, and what it knows of the slot.
record PostgresLog(PostgresLsn end, String slotName, Optional<Slot> slot) implements StagingLog {
    /// @param confirmedUpTo up to where staging may forget
    /// @param trouble why the slot cannot be used any more
    record Slot(boolean active, Optional<PostgresLsn> confirmedUpTo, Optional<String> trouble) {}

    private static final String QUERY =
            """
            SELECT pg_current_wal_lsn(), slot.slot_name IS NOT NULL, slot.active, slot.confirmed_flush_lsn,
                   CASE WHEN slot.wal_status = 'lost' THEN 'its log was removed (wal_status is lost)' END
            FROM (SELECT 1) AS here LEFT JOIN pg_replication_slots AS slot ON slot.slot_name = ?
            """;

    static PostgresLog read(Database staging, String slotName) throws SQLException {
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
                return new PostgresLog(PostgresLsn.parse(row.getString(1)), slotName, slot);
            }
        }
    }

    @Override
    public Optional<SourcePosition> confirmed() {
        return slot.flatMap(Slot::confirmedUpTo);
    }

    @Override
    public boolean isRead() {
        return slot.map(Slot::active).orElse(false);
    }

    @Override
    public Judgement judge(Optional<SourcePosition> captured, boolean publishedBefore) {
        if (slot.isEmpty()) {
            return publishedBefore
                    ? new Judgement(
                            State.STOPPED,
                            "staging has no replication slot " + slotName + " any more",
                            false)
                    : new Judgement(
                            State.NEVER_STARTED, "staging has no replication slot yet", true);
        }
        Optional<String> trouble = slot.get().trouble();
        if (trouble.isPresent()) {
            return new Judgement(State.STOPPED, "slot " + slotName + ": " + trouble.get(), false);
        }
        return isRead()
                ? new Judgement(State.RUNNING, "it reads staging's log", true)
                : new Judgement(State.STOPPED, "nobody reads slot " + slotName, true);
    }

    @Override
    public OptionalLong bytes(SourcePosition from, SourcePosition to) {
        return from instanceof PostgresLsn start && to instanceof PostgresLsn stop
                ? OptionalLong.of(Math.max(0, stop.value() - start.value()))
                : OptionalLong.empty();
    }
}
