package io.stageline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MySqlCaptureRestartIT {
    private static final int RESTARTS =
            Integer.parseInt(System.getenv().getOrDefault("STAGELINE_TEST_RESTARTS", "25"));

    @Test
    void losesDoublesAndMisordersNothingOverManyRestartsUnderLoad() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        try (var pipeline = new MySqlPipeline().excluding("other")) {
            pipeline.staging.execute(MySqlEditors.TABLES);
            pipeline.start().streaming().close();
            var editors = new MySqlEditors(pipeline.staging, seed);
            try (editors) {
                for (int i = 0; i < RESTARTS; i++) {
                    editors.work(20);
                    stopAtSomeInstant(pipeline, random);
                }
            }
            expectAll(pipeline, editors, "seed " + seed);
        }
    }

    /// Stops after some events more, mostly inside a source transaction.
    private static void stopAtSomeInstant(MySqlPipeline pipeline, Random random) {
        long more = random.nextLong(1, 1_001);
        try (RunningCapture capture = pipeline.start()) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> !capture.running() || capture.loop.status().events() >= more);
            assertThat(capture.running()).as(capture.loop.status().reason()).isTrue();
            assertThat(capture.stop()).isEqualTo(new CaptureEnd.Stopped());
        }
    }

    @Test
    void goesOnWhenStagingCutsTheConnection() {
        try (var pipeline = new MySqlPipeline().excluding("other")) {
            pipeline.staging.execute(MySqlEditors.TABLES);
            MySqlEditors editors;
            try (RunningCapture capture = pipeline.start().streaming()) {
                editors = new MySqlEditors(pipeline.staging, 1);
                try (editors) {
                    for (int i = 0; i < 5; i++) {
                        long before = capture.loop.status().transactions();
                        editors.work(30);
                        Awaitility.await()
                                .atMost(Duration.ofMinutes(1))
                                .until(() -> capture.loop.status().transactions() > before + 5);
                        cut(pipeline);
                    }
                }
            }
            expectAll(pipeline, editors, "");
        }
    }

    private static void cut(MySqlPipeline pipeline) {
        List<List<@Nullable String>> readers =
                pipeline.staging.query(
                        "SELECT id FROM information_schema.processlist WHERE command LIKE 'Binlog Dump%'");
        readers.forEach(reader -> pipeline.staging.execute("KILL " + reader.getFirst()));
    }

    private static void expectAll(MySqlPipeline pipeline, MySqlEditors editors, String seed) {
        pipeline.captureAll();
        LogText log = pipeline.text();
        assertThat(log.odd()).isEmpty();
        assertThat(log.sequences())
                .isEqualTo(LongStream.rangeClosed(1, log.sequences().size()).boxed().toList());
        assertThat(pipeline.changes().equals(editors.told())).as(seed).isTrue();
    }
}
