package io.stageline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.Sequence;
import io.stageline.changelog.topic.ResumePoint;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.kafka.connect.errors.RetriableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CaptureRestartIT {
    private static final int RESTARTS =
            Integer.parseInt(System.getenv().getOrDefault("STAGELINE_TEST_RESTARTS", "50"));

    @Test
    void losesDoublesAndMisordersNothingOverManyRestartsUnderLoad() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        try (var pipeline = new Pipeline().waitingForTheSlot(Duration.ofSeconds(60))) {
            pipeline.staging.execute(Editors.TABLES);
            pipeline.start().streaming().close();
            Editors editors = new Editors(pipeline, seed);
            try (editors) {
                for (int i = 0; i < RESTARTS; i++) {
                    editors.work(40);
                    stopAtSomeInstant(pipeline, random);
                }
            }
            expectAll(pipeline, editors, "seed " + seed);
        }
    }

    /// Stops after some events more, mostly inside a source transaction.
    private static void stopAtSomeInstant(Pipeline pipeline, Random random) {
        long more = random.nextLong(1, 3_001);
        try (RunningCapture capture = pipeline.start()) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> !capture.running() || capture.loop.status().events() >= more);
            assertThat(capture.running()).as(capture.loop.status().reason()).isTrue();
            assertThat(capture.stop()).isEqualTo(new CaptureEnd.Stopped());
        }
    }

    private static void expectAll(Pipeline pipeline, Editors editors, String seed) {
        pipeline.staging.execute("CREATE TABLE last (id int PRIMARY KEY)");
        try (RunningCapture capture = pipeline.start().streaming()) {
            pipeline.staging.execute("INSERT INTO last VALUES (1)");
            capture.reached(pipeline.staging.value("SELECT pg_current_wal_lsn()"));
        }
        LogText log = pipeline.text();
        assertThat(log.odd()).isEmpty();
        assertThat(of(log, "public.last")).containsExactly("+ public.last {id=1}");
        assertThat(log.sequences())
                .isEqualTo(LongStream.rangeClosed(1, log.sequences().size()).boxed().toList());
        assertThat(of(log, "public.quick").equals(editors.quick())).as(seed).isTrue();
        assertThat(of(log, "public.slow").equals(editors.slow())).as(seed).isTrue();
    }

    private static List<String> of(LogText log, String table) {
        return log.changes().stream().filter(line -> line.contains(" " + table + " ")).toList();
    }

    /// Debezium, left to itself, looks for the position in the stream and takes the open transaction's change that stands just
    /// there for the last one it has told: it would leave out all before.
    @Test
    void keepsTheHeadOfATransactionThatWasOpenAcrossARestart() throws Exception {
        try (var pipeline = new Pipeline().ticking(Duration.ofHours(1));
                Connection editor = pipeline.staging.connect();
                Statement open = editor.createStatement();
                Connection other = pipeline.staging.connect();
                Statement quick = other.createStatement()) {
            pipeline.staging.execute("CREATE TABLE item (id int PRIMARY KEY)");
            List<String> head = new ArrayList<>();
            try (RunningCapture capture = pipeline.start().streaming()) {
                editor.setAutoCommit(false);
                for (int id = 1; id <= 20; id++) {
                    quick.execute("INSERT INTO item VALUES (" + -id + ")");
                    open.execute("INSERT INTO item VALUES (" + id + ")"); // where the other ended
                    head.add("+ public.item {id=" + id + "}");
                }
                capture.captured(20);
            }
            open.execute("INSERT INTO item VALUES (21)");
            editor.commit();
            try (RunningCapture capture = pipeline.start().streaming()) {
                capture.captured(21);
            }
            head.add("+ public.item {id=21}");
            assertThat(pipeline.text().changes()).endsWith(head.toArray(String[]::new)).hasSize(41);
        }
    }

    /// Of every exception Debezium's engine takes a retriable one from the handler as a reason to drop the batch.
    @Test
    void losesNothingWhenTheHandlerFailsWithARetriableException() {
        var failures = new AtomicInteger();
        var failing =
                new Durability() {
                    @Override
                    public ResumePoint floor() {
                        return ResumePoint.START;
                    }

                    @Override
                    public Optional<Sequence> durableUpTo() {
                        if (failures.incrementAndGet() % 25 == 0) {
                            throw new RetriableException("on purpose");
                        }
                        return Optional.empty();
                    }
                };
        try (var pipeline = new Pipeline().waitingForTheSlot(Duration.ofSeconds(60))) {
            pipeline.staging.execute(Editors.TABLES);
            Editors editors;
            try (RunningCapture capture = pipeline.start(failing).streaming()) {
                editors = new Editors(pipeline, 1);
                editors.work(100);
                try (editors) {
                    Awaitility.await()
                            .atMost(Duration.ofMinutes(2))
                            .until(() -> failures.get() > 150 && editors.commits() >= 100);
                }
                assertThat(capture.running()).as(capture.loop.status().reason()).isTrue();
            }
            assertThat(pipeline.changeLog.tail(0).epoch().value())
                    .as("claims: one, and one after each failure")
                    .isGreaterThanOrEqualTo(failures.get() / 25);
            expectAll(pipeline, editors, "");
        }
    }

    @Test
    void goesOnWhenStagingCutsTheConnection() {
        try (var pipeline = new Pipeline().waitingForTheSlot(Duration.ofSeconds(60))) {
            pipeline.staging.execute(Editors.TABLES);
            Editors editors;
            try (RunningCapture capture = pipeline.start().streaming()) {
                editors = new Editors(pipeline, 1);
                try (editors) {
                    for (int i = 0; i < 5; i++) {
                        editors.work(40);
                        long before = capture.loop.status().transactions();
                        Awaitility.await()
                                .atMost(Duration.ofMinutes(1))
                                .until(() -> capture.loop.status().transactions() > before + 20);
                        pipeline.staging.query(
                                "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '%s' AND active_pid IS NOT NULL"
                                        .formatted(pipeline.settings().names().slot()));
                    }
                }
            }
            expectAll(pipeline, editors, "");
        }
    }
}
