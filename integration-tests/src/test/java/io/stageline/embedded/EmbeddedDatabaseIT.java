package io.stageline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.testing.ChildProcess;
import io.stageline.testing.PostgresServer;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class EmbeddedDatabaseIT {

    @Test
    void decodesItsLogLogically() {
        try (TestDatabase database = Servers.postgres(Role.STAGING).createDatabase()) {
            database.execute("CREATE TABLE item (id int PRIMARY KEY, name text)");
            database.execute(
                    "SELECT pg_create_logical_replication_slot('slot_of_' || current_database(), 'test_decoding')");

            database.execute("INSERT INTO item VALUES (1, 'Ä 𝄞')");

            assertThat(
                            database.query(
                                    "SELECT data FROM pg_logical_slot_peek_changes('slot_of_' || current_database(), NULL, NULL)"))
                    .contains(
                            List.of("table public.item: INSERT: id[integer]:1 name[text]:'Ä 𝄞'"));
        }
    }

    @Test
    void isDurableAndSpeaksUtf8() {
        try (EmbeddedDatabase database =
                EmbeddedDatabase.start(Servers.freshFolder("postgres"), Map.of())) {
            assertThat(settings(database))
                    .containsExactly("18", "logical", "on", "on", "UTF8", "UTF8");
        }
    }

    @Test
    void goesOnWithItsDatabasesAfterARestart() {
        Path folder = Servers.freshFolder("postgres");
        int before;
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, Map.of())) {
            before = database.port();
            database.createDatabase("shop \"1\"");
            database.createDatabase("shop \"1\"");
            shop(database)
                    .execute("CREATE TABLE item (id int PRIMARY KEY); INSERT INTO item VALUES (7)");
        }

        try (EmbeddedDatabase database =
                EmbeddedDatabase.start(folder, Map.of("work_mem", "7MB"))) {
            assertThat(shop(database).query("SELECT id FROM item")).containsExactly(List.of("7"));
            assertThat(shop(database).value("SHOW work_mem")).isEqualTo("7MB");
            assertThat(database.port()).isEqualTo(before);
        }
    }

    @Test
    void wantsThePassword() {
        try (EmbeddedDatabase database =
                EmbeddedDatabase.start(Servers.freshFolder("postgres"), Map.of())) {
            var stranger =
                    new PostgresServer("127.0.0.1", database.port(), database.user(), "guess");

            assertThatThrownBy(() -> stranger.connect("postgres"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void goesWhenItsProcessIsKilledAndComesBackOnTheSameFolderAndPort() {
        Path folder = Servers.freshFolder("postgres");
        PostgresServer before;
        try (ChildProcess owner = owner(folder)) {
            before = server(owner);

            owner.kill9();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !Files.exists(pidFile(folder)));
        }
        try (EmbeddedDatabase database =
                EmbeddedDatabase.start(folder.resolve("server"), Map.of())) {
            assertThat(database.port()).isEqualTo(before.port());
            assertThat(database.password()).isEqualTo(before.password());
        }
    }

    @Test
    void comesBackWhileTheServerOfAKilledProcessIsStillStopping() {
        Path folder = Servers.freshFolder("postgres");
        int before;
        try (ChildProcess owner = owner(folder)) {
            before = server(owner).port();
            owner.kill9();
        }

        try (EmbeddedDatabase database =
                EmbeddedDatabase.start(folder.resolve("server"), Map.of())) {
            assertThat(database.port()).isEqualTo(before);
        }
    }

    @Test
    void outlivesCtrlCUntilItsOwnerStopsIt() throws Exception {
        Path folder = Servers.freshFolder("postgres");
        try (ChildProcess owner = owner(folder)) {
            TestDatabase postgres = new TestDatabase(server(owner), "postgres");

            // A terminal sends it to its whole process group; the owner may want to finish its work
            // first.
            owner.interruptDescendants();

            assertThat(postgres.value("SELECT 1")).isEqualTo("1");
            assertThat(processGroup(Long.parseLong(Files.readAllLines(pidFile(folder)).getFirst())))
                    .isNotEqualTo(processGroup(owner.pid()));
            owner.kill9();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !Files.exists(pidFile(folder)));
        }
    }

    @Test
    void refusesAFolderInUse() {
        Path folder = Servers.freshFolder("postgres");
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, Map.of())) {
            assertThat(database.user()).isEqualTo("postgres");

            assertThatThrownBy(() -> EmbeddedDatabase.start(folder, Map.of()))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("The data folder is in use");
        }
    }

    @Test
    void refusesAFolderOfAnotherVersion() throws Exception {
        Path folder = Servers.freshFolder("postgres");
        Files.writeString(
                Files.createDirectories(folder.resolve("data")).resolve("PG_VERSION"), "16\n");

        assertThatThrownBy(() -> EmbeddedDatabase.start(folder, Map.of()))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("another version of PostgreSQL")
                .hasMessageEndingWith("16");
    }

    @Test
    void tellsWhichSettingTheServerRefused() {
        Path folder = Servers.freshFolder("postgres");

        assertThatThrownBy(() -> EmbeddedDatabase.start(folder, Map.of("no_such_setting", "1")))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("no_such_setting");
    }

    private static ChildProcess owner(Path folder) {
        ChildProcess owner =
                ChildProcess.start(
                        folder,
                        DatabaseMain.class.getName(),
                        List.of(),
                        List.of(folder.resolve("server").toString()),
                        Map.of());
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> !owner.isAlive() || owner.stdout().contains("READY"));
        assertThat(owner.stdout()).as(owner::stderr).contains("READY");
        return owner;
    }

    private static PostgresServer server(ChildProcess owner) {
        List<String> words = List.of(owner.stdout().strip().split(" "));
        return new PostgresServer(
                "127.0.0.1", Integer.parseInt(words.get(1)), words.get(2), words.get(3));
    }

    private static Path pidFile(Path folder) {
        return folder.resolve("server/data/postmaster.pid");
    }

    private static String processGroup(long pid) throws IOException {
        String behindName =
                Files.readString(Path.of("/proc", Long.toString(pid), "stat"))
                        .replaceFirst("^.*\\) ", "");
        return List.of(behindName.split(" ")).get(2);
    }

    private static List<String> settings(EmbeddedDatabase database) {
        TestDatabase postgres = database(database, "postgres");
        return List.of(
                postgres.value("SELECT current_setting('server_version_num')::int / 10000"),
                postgres.value("SHOW wal_level"),
                postgres.value("SHOW fsync"),
                postgres.value("SHOW synchronous_commit"),
                postgres.value("SHOW server_encoding"),
                postgres.value(
                        "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'template0'"));
    }

    private static TestDatabase shop(EmbeddedDatabase database) {
        return database(database, "shop \"1\"");
    }

    private static TestDatabase database(EmbeddedDatabase database, String name) {
        return new TestDatabase(
                new PostgresServer(
                        "127.0.0.1", database.port(), database.user(), database.password()),
                name);
    }
}
