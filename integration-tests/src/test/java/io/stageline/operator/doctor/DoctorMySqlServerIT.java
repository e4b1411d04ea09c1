package io.stageline.operator.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.embedded.EmbeddedMySql;
import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.MySqlServer;
import io.stageline.testing.MySqlServers;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Settings of a whole server, on one that nobody else uses.
class DoctorMySqlServerIT {
    private static final Map<String, String> UNFIT =
            Map.of(
                    "binlog-format", "MIXED",
                    "binlog-row-metadata", "MINIMAL",
                    "binlog-row-image", "MINIMAL",
                    "binlog-row-value-options", "PARTIAL_JSON",
                    "binlog-expire-logs-seconds", "600",
                    "server-id", "0",
                    "gtid-mode", "OFF",
                    "read-only", "ON",
                    "super-read-only", "OFF");

    private static final String SHOP =
            """
            CREATE TABLE parent (id int PRIMARY KEY);
            CREATE TABLE child (id int PRIMARY KEY, parent int, FOREIGN KEY (parent) REFERENCES parent (id) ON DELETE CASCADE)
            """;

    @Test
    void namesEachSettingThatIsUnfitAndTheCuresMakeItFit() throws SQLException {
        try (EmbeddedMySql server =
                EmbeddedMySql.start(
                        MySqlServers.program(), Servers.freshFolder("mysql-doctor"), UNFIT)) {
            MySqlDatabase database = mysql(server).createDatabase();
            database.execute(SHOP);
            Ward ward = Ward.of(database, database);

            Diagnosis before = ward.examine();
            for (Finding finding : before.findings()) {
                if (finding.cure().isPresent()) {
                    Ward.run(finding, database::connect);
                }
            }
            Diagnosis after = ward.examine();

            assertThat(before.errors())
                    .extracting(Finding::id)
                    .containsExactly(
                            "staging.binlog-format",
                            "staging.binlog-row-metadata",
                            "staging.binlog-row-value-options",
                            "staging.server-id",
                            "production.read-only");
            assertThat(before.of(Severity.WARNING))
                    .extracting(Finding::id)
                    .containsExactly("staging.before-images", "staging.binlog-keep");
            assertThat(before.of(Severity.INFO))
                    .extracting(Finding::id)
                    .containsExactly("staging.gtid");
            assertThat(after.findings())
                    .filteredOn(finding -> finding.severity() != Severity.OK)
                    .isEmpty();
        }
    }

    @Test
    void namesAServerWithoutBinlogAndOneThatDoesNotLogWhatActionsDo() {
        Map<String, String> silent =
                Map.of("skip-log-bin", "ON", "loose-innodb-native-foreign-keys", "ON");
        try (EmbeddedMySql server =
                EmbeddedMySql.start(
                        MySqlServers.program(), Servers.freshFolder("mysql-doctor"), silent)) {
            MySqlDatabase database = mysql(server).createDatabase();
            database.execute(SHOP);
            Ward ward = Ward.of(database, database);

            assertThat(ward.finding("staging.binlog").cure().orElseThrow()).contains("log_bin");
            assertThat(ward.examine().errors())
                    .extracting(Finding::id)
                    .containsExactly("staging.binlog");
            assertThat(
                            ward.excluding(database.name() + ".parent")
                                    .finding("staging.unseen-actions")
                                    .cure())
                    .contains("tables.include: " + database.name() + ".parent");
        }
    }

    @Test
    void namesASmallerPacket() throws SQLException {
        try (EmbeddedMySql small =
                EmbeddedMySql.start(
                        MySqlServers.program(),
                        Servers.freshFolder("mysql-doctor"),
                        Map.of("max-allowed-packet", "1M"))) {
            MySqlDatabase staging = Servers.mysql(Role.STAGING).createDatabase();
            try (staging) {
                staging.execute(SHOP);
                MySqlDatabase production = mysql(small).createDatabase(staging.name());
                production.execute(SHOP);
                Ward ward = Ward.of(staging, production);

                Finding finding = ward.finding("production.max-allowed-packet");
                ward.cure(finding, production::connect);

                assertThat(List.of(finding.severity())).containsExactly(Severity.WARNING);
            }
        }
    }

    private static MySqlServer mysql(EmbeddedMySql server) {
        return new MySqlServer("127.0.0.1", server.port(), server.user(), server.password());
    }
}
