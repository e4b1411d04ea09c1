package io.stageline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.testing.ServerKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Random source transactions of three editors at once, while capture and publisher stop and start: in the end production is
/// equal, each source transaction was applied once, and nobody ever saw one torn.
///
/// 2,000 source transactions; 20,000 with `-Dstageline.nightly`. The seed is printed and can be set: `-Dstageline.seed=…`.
@ParameterizedClass
@EnumSource(ServerKind.class)
class RandomWorkloadIT {
    private static final Logger log = LoggerFactory.getLogger(RandomWorkloadIT.class);
    private static final int EDITORS = 3;
    private static final int INTERRUPTIONS = 6;
    private static final Duration PUBLISHED_MAX = Duration.ofMinutes(15);
    private static final Duration GLANCE = Duration.ofMillis(50);

    private final ServerKind kind;
    private final long seed = Long.getLong("stageline.seed", ThreadLocalRandom.current().nextInt());
    private final Pace pace =
            new Pace(System.getProperty("stageline.nightly") == null ? 2_000 : 20_000);

    RandomWorkloadIT(ServerKind kind) {
        this.kind = kind;
    }

    @Test
    void publishesWhatThreeEditorsCommitWholeOnceAndInOrder() throws Exception {
        log.atInfo()
                .addKeyValue("seed", seed)
                .addKeyValue("transactions", pace.wanted())
                .log("Random workload");
        String schema = resource("schema.sql");
        try (Pipeline pipeline =
                Pipeline.of(
                        kind,
                        schema + resource("staging.sql"),
                        schema + resource("production.sql"),
                        Pipeline.PUBLIC)) {
            var reader = new TornReader(pipeline.production());
            Thread reading = Thread.ofPlatform().name("torn-reader").start(reader);
            pipeline.start();

            List<LoopThread<Editor, Boolean>> editors = startEditors(pipeline);
            interrupt(pipeline, editors);
            awaitEditors(pipeline, editors);
            pipeline.awaitPublished(PUBLISHED_MAX);
            reader.end();
            reading.join();

            pipeline.assertEqual();
            assertThat(reader.torn()).as("What a reader saw in production").isEmpty();
            assertThat(reader.looks()).isGreaterThan(10);
            expectEachOnce(pipeline);
        } catch (AssertionError e) {
            throw new AssertionError("With -Dstageline.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    private List<LoopThread<Editor, Boolean>> startEditors(Pipeline pipeline) {
        List<LoopThread<Editor, Boolean>> editors = new ArrayList<>();
        for (int i = 0; i < EDITORS; i++) {
            var editor = new Editor(kind, pipeline.staging(), seed + i, pace);
            editors.add(
                    LoopThread.start(
                            "editor-" + i,
                            editor,
                            () -> {
                                editor.run();
                                return true;
                            }));
        }
        return editors;
    }

    /// Stops and starts capture, the publisher, or both, spread over the run.
    private void interrupt(Pipeline pipeline, List<LoopThread<Editor, Boolean>> editors) {
        for (int i = 1; i <= INTERRUPTIONS; i++) {
            awaitCheckpoint(pipeline, editors, pace.wanted() * i / (INTERRUPTIONS + 1));
            boolean capture = i % 3 != 2;
            boolean publisher = i % 3 != 1;
            if (capture) {
                pipeline.stopCapture();
            }
            if (publisher) {
                pipeline.stopPublisher();
                pipeline.startPublisher();
            }
            if (capture) {
                pipeline.startCapture();
            }
        }
    }

    private void awaitCheckpoint(
            Pipeline pipeline, List<LoopThread<Editor, Boolean>> editors, long sequence) {
        Awaitility.await("production has #" + sequence)
                .atMost(PUBLISHED_MAX)
                .pollInterval(GLANCE)
                .until(() -> {
                    editors.forEach(LoopThread::endedEarly); // throws what an editor threw
                    pipeline.refuseAnEndOrHalt();
                    pace.published(pipeline.checkpoint());
                    return pipeline.checkpoint().value() >= sequence;
                });
    }

    private void awaitEditors(Pipeline pipeline, List<LoopThread<Editor, Boolean>> editors) {
        Awaitility.await("the editors have done their work")
                .atMost(PUBLISHED_MAX)
                .pollInterval(GLANCE)
                .until(() -> {
                    pipeline.refuseAnEndOrHalt();
                    pace.published(pipeline.checkpoint());
                    return editors.stream().allMatch(editor -> editor.endedEarly().isPresent());
                });
    }

    private void expectEachOnce(Pipeline pipeline) {
        String seen =
                switch (kind) {
                    case POSTGRES -> "audit.seen";
                    case MYSQL -> "audit_seen";
                };
        assertThat(
                        pipeline.production()
                                .query(
                                        """
                                        SELECT transaction, line, count(*) FROM %s
                                        GROUP BY transaction, line HAVING count(*) <> 1
                                        """
                                                .formatted(seen)))
                .as("Lines that were applied more than once")
                .isEmpty();
        assertThat(pipeline.production().value("SELECT count(*) FROM " + seen))
                .isEqualTo(pipeline.staging().value("SELECT count(*) FROM ledger"));
        assertThat(
                        pipeline.production()
                                .query(
                                        """
                                        SELECT transaction FROM %s
                                        GROUP BY transaction HAVING count(DISTINCT by_transaction) <> 1
                                        """
                                                .formatted(seen)))
                .as("Source transactions that production committed in pieces")
                .isEmpty();
        assertThat(pipeline.staging().value("SELECT count(DISTINCT transaction) FROM ledger"))
                .isEqualTo(Long.toString(pace.committed()));
        assertThat(pipeline.audit().transactions())
                .as("Source transactions in the change log")
                .isEqualTo(pace.committed() + pipeline.ticks());
    }

    /// A file that only one of the kinds has is empty for the other.
    private String resource(String name) throws IOException {
        String folder =
                switch (kind) {
                    case POSTGRES -> "/workload/";
                    case MYSQL -> "/workload-mysql/";
                };
        try (InputStream in = RandomWorkloadIT.class.getResourceAsStream(folder + name)) {
            if (in == null) {
                return "";
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
