package io.stageline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.testing.ChildProcess;
import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.MySqlServer;
import io.stageline.testing.MySqlServers;
import io.stageline.testing.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class EmbeddedMySqlIT {

    @Test
    void goesOnWithItsDatabasesAfterARestart() {
        Path folder = Servers.freshFolder("mysql");
        int before;
        try (EmbeddedMySql database = start(folder, Map.of())) {
            before = database.port();
            assertThat(
                            administrator(database)
                                    .query(
                                            """
                                            SELECT @@log_bin, @@binlog_format, @@binlog_row_image, @@gtid_mode, @@sync_binlog,
                                                   @@innodb_flush_log_at_trx_commit, @@character_set_server, @@global.time_zone
                                            """))
                    .as("whole rows with GTIDs, durably")
                    .containsExactly(
                            List.of("1", "ROW", "FULL", "ON", "1", "1", "utf8mb4", "+00:00"));
            database.createDatabase("shop `1`");
            database.createDatabase("shop `1`");
            administrator(database)
                    .execute(
                            "CREATE TABLE `shop ``1```.item (id int PRIMARY KEY); INSERT INTO `shop ``1```.item VALUES (7)");
        }

        try (EmbeddedMySql database = start(folder, Map.of("max-connections", "77"))) {
            MySqlDatabase administrator = administrator(database);
            assertThat(administrator.value("SELECT id FROM `shop ``1```.item")).isEqualTo("7");
            assertThat(administrator.value("SELECT @@max_connections")).isEqualTo("77");
            assertThat(database.port()).isEqualTo(before);

            var stranger = new MySqlServer("127.0.0.1", before, database.user(), "guess");
            assertThatThrownBy(() -> stranger.connect("")).hasMessageContaining("Access denied");
            assertThatThrownBy(() -> start(folder, Map.of()))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("The data folder is in use");
        }
    }

    @Test
    void goesWhenItsProcessIsKilledAndComesBackOnTheSameFolderAndPort() throws Exception {
        Path folder = Servers.freshFolder("mysql");
        MySqlServer before;
        try (ChildProcess owner = owner(folder)) {
            before = server(owner);
            long server = pid(folder);
            // A terminal sends it to its whole process group; the owner may want to finish its work
            // first.
            owner.interruptDescendants();
            assertThat(new MySqlDatabase(before, "").value("SELECT 1")).isEqualTo("1");
            assertThat(processGroup(server)).isNotEqualTo(processGroup(owner.pid()));

            owner.kill9();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> ProcessHandle.of(server).isEmpty());
        }
        try (ChildProcess second = owner(folder)) {
            assertThat(server(second)).isEqualTo(before);
            second.kill9();

            // the server of the killed process is still stopping
            try (EmbeddedMySql database = start(folder.resolve("server"), Map.of())) {
                assertThat(database.port()).isEqualTo(before.port());
                assertThat(database.password()).isEqualTo(before.password());
            }
        }
    }

    @Test
    void tellsWhichSettingTheServerRefused() {
        Path folder = Servers.freshFolder("mysql");

        assertThatThrownBy(() -> start(folder, Map.of("no-such-setting", "1")))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("no-such-setting");
    }

    private static EmbeddedMySql start(Path folder, Map<String, String> settings) {
        return EmbeddedMySql.start(MySqlServers.program(), folder, settings);
    }

    private static MySqlDatabase administrator(EmbeddedMySql database) {
        return new MySqlDatabase(
                new MySqlServer("127.0.0.1", database.port(), database.user(), database.password()),
                "");
    }

    private static ChildProcess owner(Path folder) {
        ChildProcess owner =
                ChildProcess.start(
                        folder,
                        MySqlMain.class.getName(),
                        List.of(),
                        List.of(folder.resolve("server").toString()),
                        Map.of());
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> !owner.isAlive() || owner.stdout().contains("READY"));
        assertThat(owner.stdout()).as(owner::stderr).contains("READY");
        return owner;
    }

    private static MySqlServer server(ChildProcess owner) {
        List<String> words = List.of(owner.stdout().strip().split(" "));
        return new MySqlServer(
                "127.0.0.1", Integer.parseInt(words.get(1)), words.get(2), words.get(3));
    }

    private static long pid(Path folder) throws IOException {
        return Long.parseLong(
                Files.readString(folder.resolve("server").resolve(MySqlProcess.PID_FILE)).strip());
    }

    private static String processGroup(long pid) throws IOException {
        String behindName =
                Files.readString(Path.of("/proc", Long.toString(pid), "stat"))
                        .replaceFirst("^.*\\) ", "");
        return List.of(behindName.split(" ")).get(2);
    }
}
