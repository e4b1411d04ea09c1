package io.stageline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.testing.ChildProcess;
import io.stageline.testing.PostgresServer;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
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
    void goesWhenItsProcessIsKilledAndComesBackOnTheSameFolder() {
        Path folder = Servers.freshFolder("postgres");
        Path data = folder.resolve("data");
        try (ChildProcess owner =
                ChildProcess.start(
                        folder,
                        DatabaseMain.class.getName(),
                        List.of(),
                        List.of(data.toString()),
                        Map.of())) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !owner.isAlive() || owner.stdout().contains("READY"));
            Path pidFile = data.resolve("data/postmaster.pid");
            assertThat(pidFile).exists();

            owner.kill9();

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !Files.exists(pidFile));
        }
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data, Map.of())) {
            assertThat(database.url("postgres")).endsWith(":" + database.port() + "/postgres");
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
