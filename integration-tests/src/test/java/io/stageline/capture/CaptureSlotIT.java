package io.stageline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.configuration.Secret;
import io.stageline.database.DatabaseConfig;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CaptureSlotIT {
    private static final String ITEM = "CREATE TABLE item (id int PRIMARY KEY)";

    @Test
    void beginsAtThePositionOfASlotThatWasMadeBeforehand() {
        try (var pipeline = new Pipeline()) {
            pipeline.debezium.put("slot.name", "their_slot_" + pipeline.name);
            pipeline.debezium.put("publication.name", "Their publication");
            pipeline.staging.execute(ITEM + "; CREATE TABLE other (id int PRIMARY KEY)");
            pipeline.staging.execute("CREATE PUBLICATION \"Their publication\" FOR TABLE item");
            pipeline.staging.execute("INSERT INTO item VALUES (1)");
            pipeline.staging.query(
                    "SELECT pg_create_logical_replication_slot('their_slot_%s', 'pgoutput')"
                            .formatted(pipeline.name));
            pipeline.staging.execute("INSERT INTO item VALUES (2)");

            try (RunningCapture capture = pipeline.start()) {
                capture.captured(1);
                pipeline.staging.execute(
                        "INSERT INTO other VALUES (3); INSERT INTO item VALUES (4)");
                capture.captured(2);
            }

            assertThat(pipeline.text().changes())
                    .containsExactly("+ public.item {id=2}", "+ public.item {id=4}");
            assertThat(pipeline.staging.query("SELECT pubname FROM pg_publication"))
                    .containsExactly(List.of("Their publication"));
        }
    }

    @Test
    void refusesWhenTheSlotIsLost() {
        try (var pipeline = captured()) {
            dropSlot(pipeline);

            CaptureEnd end = pipeline.start().end();

            assertThat(refusal(end)).contains("is gone from staging").contains("#1");
            assertThat(pipeline.slotCount()).isZero();
        }
    }

    @Test
    void refusesWhenTheSlotWasRecreated() {
        try (var pipeline = captured()) {
            dropSlot(pipeline);
            pipeline.staging.execute("INSERT INTO item VALUES (2)");
            pipeline.staging.query(
                    "SELECT pg_create_logical_replication_slot('%s', 'pgoutput')"
                            .formatted(pipeline.settings().names().slot()));

            CaptureEnd end = pipeline.start().end();

            assertThat(refusal(end)).contains("is ahead of the change log");
        }
    }

    /// Its slot has the right name, and its positions may well fit.
    @Test
    void refusesAnotherServer() {
        try (var pipeline = captured();
                TestDatabase other = Servers.postgres(Role.PRODUCTION).createDatabase()) {
            other.execute(ITEM);
            var there = new DatabaseConfig(other.url(), other.user(), new Secret(other.password()));
            CaptureSettings here = pipeline.settings();
            var settings =
                    new CaptureSettings(here.pipeline(), there, here.tables(), here.capture());

            CaptureEnd end =
                    new CaptureLoop(
                                    settings,
                                    pipeline.changeLog,
                                    Durability::ofTheChangeLog,
                                    Clock.systemUTC())
                            .run();

            assertThat(refusal(end)).contains("another server").contains("accept-server");
        }
    }

    @Test
    void refusesWhenTheSlotWasAdvanced() {
        try (var pipeline = captured()) {
            pipeline.staging.execute("INSERT INTO item VALUES (2)");
            pipeline.staging.query(
                    "SELECT pg_replication_slot_advance('%s', pg_current_wal_lsn())"
                            .formatted(pipeline.settings().names().slot()));

            CaptureEnd end = pipeline.start().end();

            assertThat(refusal(end)).contains("is ahead of the change log");
        }
    }

    @Test
    void refusesASlotThatAnotherCaptureUsesAndNamesIt() {
        try (var pipeline = new Pipeline()) {
            pipeline.staging.execute(ITEM);
            try (RunningCapture first = pipeline.start().streaming()) {
                pipeline.waitingForTheSlot(Duration.ofSeconds(1));

                CaptureEnd end = pipeline.start().end();

                assertThat(refusal(end)).contains("is in use by process").contains("Debezium");
                pipeline.staging.execute("INSERT INTO item VALUES (1)");
                first.captured(1);
            }
        }
    }

    @Test
    void movesTheSlotOfAnIdleDatabaseWhileAnotherOneWrites() {
        try (var pipeline = new Pipeline();
                var other = pipeline.staging.server().createDatabase()) {
            pipeline.staging.execute(ITEM);
            other.execute("CREATE TABLE noise (t text)");
            try (RunningCapture _ = pipeline.start().streaming()) {
                other.execute(
                        "INSERT INTO noise SELECT repeat('x', 100) FROM generate_series(1, 5000)");
                String written = pipeline.staging.value("SELECT pg_current_wal_lsn()");

                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> pipeline.slotReached(written));
            }
            assertThat(pipeline.text().complete()).isEmpty();
        }
    }

    @Test
    void refusesATableThatDebeziumCannotRead() {
        try (var pipeline = new Pipeline()) {
            pipeline.staging.execute(
                    "CREATE TABLE item (id int PRIMARY KEY, \"Name\" text, name text)");

            assertThat(refusal(pipeline.start().end()))
                    .contains("public.item")
                    .contains("case only");
        }
    }

    @Test
    void leavesEditorsUpdatesOfATableWithoutKeyAlone() {
        try (var pipeline = new Pipeline()) {
            pipeline.staging.execute(
                    "CREATE TABLE log (line text); CREATE TABLE whole (line text);"
                            + " ALTER TABLE whole REPLICA IDENTITY FULL");
            try (RunningCapture capture = pipeline.start().streaming()) {
                pipeline.staging.execute(
                        "INSERT INTO log VALUES ('a'); INSERT INTO whole VALUES ('a'), (NULL)");
                pipeline.staging.execute("UPDATE log SET line = 'b'");
                pipeline.staging.execute(
                        "UPDATE whole SET line = 'b' WHERE line = 'a'; DELETE FROM whole WHERE line IS NULL");
                capture.captured(2);
            }
            assertThat(pipeline.text().changes())
                    .containsExactly(
                            "+ public.log {line=a}",
                            "+ public.whole {line=a}",
                            "+ public.whole {line=null}",
                            "~ public.whole {line=a} -> {line=b}",
                            "- public.whole {line=null}");
        }
    }

    @Test
    void leavesEditorsUpdatesOfATableWithADeferrableKeyAlone() {
        try (var pipeline = new Pipeline()) {
            pipeline.staging.execute(
                    "CREATE TABLE late (id int PRIMARY KEY DEFERRABLE, line text)");
            try (RunningCapture capture = pipeline.start().streaming()) {
                pipeline.staging.execute("INSERT INTO late VALUES (1, 'a')");
                pipeline.staging.execute("UPDATE late SET line = 'b'");
                capture.captured(1);
            }
            assertThat(pipeline.text().changes()).containsExactly("+ public.late {id=1, line=a}");
        }
    }

    private static Pipeline captured() {
        var pipeline = new Pipeline();
        pipeline.staging.execute(ITEM);
        try (RunningCapture capture = pipeline.start().streaming()) {
            pipeline.staging.execute("INSERT INTO item VALUES (1)");
            capture.captured(1);
        }
        return pipeline;
    }

    private static void dropSlot(Pipeline pipeline) {
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> {
                    pipeline.staging.query(
                            "SELECT pg_drop_replication_slot('%s')"
                                    .formatted(pipeline.settings().names().slot()));
                    return true;
                });
    }

    private static String refusal(CaptureEnd end) {
        assertThat(end).isInstanceOf(CaptureEnd.Refused.class);
        return ((CaptureEnd.Refused) end).message();
    }
}
