package io.stageline.operator.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.embedded.EmbeddedDatabase;
import io.stageline.testing.PostgresServer;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Settings of a whole server, on one that nobody else uses.
class DoctorServerIT {
    private static final Map<String, String> UNFIT =
            Map.of(
                    "wal_level", "replica",
                    "max_replication_slots", "1",
                    "max_wal_senders", "0",
                    "max_slot_wal_keep_size", "100MB",
                    "idle_replication_slot_timeout", "1h");

    @Test
    void namesEachSettingThatIsUnfitAndTheCuresMakeItFit() throws SQLException {
        Path folder = Servers.freshFolder("doctor");
        String name;
        Diagnosis before;
        try (EmbeddedDatabase server = EmbeddedDatabase.start(folder, UNFIT)) {
            TestDatabase database = postgres(server).createDatabase();
            name = database.name();
            database.execute("CREATE TABLE t (id int PRIMARY KEY)");
            database.execute("SELECT pg_create_physical_replication_slot('somebody')");
            before = Ward.of(database, database).examine();
            for (Finding finding : before.findings()) {
                boolean setting =
                        finding.cure().filter(cure -> cure.startsWith("ALTER SYSTEM")).isPresent();
                if (setting) {
                    Ward.run(finding, database::connect);
                }
            }
        }
        Diagnosis after;
        try (EmbeddedDatabase server = EmbeddedDatabase.start(folder, UNFIT)) {
            var database = new TestDatabase(postgres(server), name);
            after = Ward.of(database, database).examine();
        }

        assertThat(before.errors())
                .extracting(Finding::id)
                .containsExactly(
                        "staging.wal-level", "staging.replication-slots", "staging.wal-senders");
        assertThat(before.of(Severity.WARNING))
                .extracting(Finding::id)
                .containsExactly("staging.slot-keep-size", "staging.idle-slot-timeout");
        assertThat(after.errors()).isEmpty();
        assertThat(after.of(Severity.WARNING)).isEmpty();
    }

    @Test
    void namesALostSlotAndAnUnlimitedOne() throws SQLException {
        Map<String, String> tight =
                Map.of(
                        "max_slot_wal_keep_size",
                        "1MB",
                        "max_wal_size",
                        "32MB",
                        "min_wal_size",
                        "32MB");
        try (EmbeddedDatabase server =
                EmbeddedDatabase.start(Servers.freshFolder("doctor"), tight)) {
            TestDatabase database = postgres(server).createDatabase();
            Ward ward = Ward.of(database, database);
            database.execute("CREATE TABLE t (id int PRIMARY KEY)");
            database.execute(
                    "SELECT pg_create_logical_replication_slot('%s', 'pgoutput')"
                            .formatted(ward.names().slot()));
            for (int segment = 0; segment < 4; segment++) {
                database.execute(
                        "SELECT pg_logical_emit_message(false, 'fill', 'x'), pg_switch_wal()");
            }
            database.execute("CHECKPOINT");

            Finding lost = ward.finding("staging.slot");
            assertThat(lost.sentence()).contains("invalidated the slot");
            ward.cure(lost, database::connect);

            Ward.run(
                    Finding.error("", "", "")
                            .curedBy(
                                    "ALTER SYSTEM SET max_slot_wal_keep_size = -1;\nSELECT pg_reload_conf()"),
                    database::connect);
            Finding unlimited = ward.finding("staging.slot-keep-size");
            assertThat(unlimited.sentence()).contains("unlimited");
            Ward.run(unlimited, database::connect);
            assertThat(List.of(database.value("SHOW max_slot_wal_keep_size")))
                    .containsExactly("64GB");
        }
    }

    private static PostgresServer postgres(EmbeddedDatabase server) {
        return new PostgresServer("127.0.0.1", server.port(), server.user(), server.password());
    }
}
