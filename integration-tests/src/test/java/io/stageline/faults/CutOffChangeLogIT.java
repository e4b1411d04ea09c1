package io.stageline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.embedded.EmbeddedBroker;
import io.stageline.testing.ChildProcess;
import io.stageline.testing.ServerKind;
import io.stageline.testing.Servers;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of the embedded broker's log is gone after a power cut, or behind our back.
class CutOffChangeLogIT {
    private static final Logger log = LoggerFactory.getLogger(CutOffChangeLogIT.class);
    private static final long SEED = 6;

    private final Path dataFolder = Servers.freshFolder("change-log");
    private Pipeline pipeline;

    @BeforeEach
    void open() {
        pipeline = Pipeline.embedded(dataFolder, ServerKind.POSTGRES, Pipeline.SMALL_BATCHES);
        Shop.open(pipeline.staging(), pipeline.production());
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    /// Where the cut is, seen from what production has when the power fails.
    enum Cut {
        BETWEEN_TWO_BATCHES,
        INSIDE_A_BATCH,
        BELOW_THE_CHECKPOINT
    }

    /// @param published length of the segment when production stood still
    private record PowerCut(RawLog before, long checkpoint, long published) {}

    @ParameterizedTest
    @EnumSource
    void completesWithTheSameSequencesWhatAPowerCutTook(Cut cut) throws Exception {
        try (var witness = Witness.of(pipeline.production())) {
            PowerCut power = publishUntilThePowerFails();
            cutOff(cut, power);

            publishTheRest();

            RawLog after = logOf(dataFolder);
            Rows.assertEqual(pipeline.staging(), pipeline.production(), Shop.TABLES);
            pipeline.assertAppliedOnce(witness);
            assertThat(after.faults()).isEmpty();
            assertThat(after.ends().firstKey()).isEqualTo(1);
            power.before
                    .ends()
                    .forEach((sequence, end) -> {
                        String again = after.ends().get(sequence);
                        if (again == null) { // lost for ever, and not missed
                            assertThat(sequence).isLessThanOrEqualTo(power.checkpoint);
                        } else {
                            assertThat(RawLog.transaction(again))
                                    .isEqualTo(RawLog.transaction(end));
                        }
                    });
            if (cut == Cut.BELOW_THE_CHECKPOINT) {
                // It goes on right behind what production has.
                assertThat(after.gaps()).hasSize(1);
                assertThat(after.gaps().firstEntry().getValue()).isEqualTo(power.checkpoint + 1);
            } else {
                after.assertHolds(pipeline.transactions());
            }
        }
    }

    @Test
    void goesOnBehindProductionWhenTheLogIsCutWhileNothingRuns() throws Exception {
        try (var witness = Witness.of(pipeline.production())) {
            ChildProcess run = pipeline.start("run");
            pipeline.awaitCapturing();
            try (var _ = Load.start(pipeline.staging(), SEED, 2, Duration.ofMillis(40))) {
                pipeline.awaitPublishing(300);
            }
            pipeline.awaitPublished();
            pipeline.stop(run);
            long checkpoint = pipeline.checkpoint();
            var segment = Segment.last(dataFolder, pipeline.topic());
            segment.cutAt(segment.batchAt(segment.bytes() / 2) + 30);

            publishTheRest();

            RawLog after = logOf(dataFolder);
            Rows.assertEqual(pipeline.staging(), pipeline.production(), Shop.TABLES);
            pipeline.assertAppliedOnce(witness);
            assertThat(after.faults()).isEmpty();
            assertThat(after.ends().firstKey()).isEqualTo(1); // what was not cut off is still there
            assertThat(after.gaps().values()).containsExactly(checkpoint + 1);
        }
    }

    /// Production stands still at the end, so that the log holds much that production does not.
    private PowerCut publishUntilThePowerFails() throws Exception {
        ChildProcess run = pipeline.start("run");
        pipeline.awaitCapturing();
        try (Connection connection = pipeline.production().connect();
                Statement statement = connection.createStatement();
                var load = Load.start(pipeline.staging(), SEED, 2, Duration.ofMillis(40))) {
            pipeline.awaitPublishing(300);
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE editor IN SHARE ROW EXCLUSIVE MODE");
            var segment = Segment.last(dataFolder, pipeline.topic());
            long published = segment.bytes();
            long goal = load.committed() + 300;
            Pipeline.await("a change log that is ahead of production")
                    .until(() -> load.committed() >= goal && segment.bytes() > published * 3 / 2);
            RawLog before = RawLog.read(bootstrapServers(), pipeline.topic());
            long checkpoint = pipeline.checkpoint();
            assertThat(before.ends().lastKey()).isGreaterThan(checkpoint + 100);
            run.kill9();
            connection.rollback();
            return new PowerCut(before, checkpoint, published);
        }
    }

    private void cutOff(Cut cut, PowerCut power) throws IOException {
        var segment = Segment.last(dataFolder, pipeline.topic());
        long middle = segment.batchAt((power.published + segment.bytes()) / 2);
        long place =
                switch (cut) {
                    case BETWEEN_TWO_BATCHES -> middle;
                    case INSIDE_A_BATCH -> middle + 30;
                    case BELOW_THE_CHECKPOINT -> segment.batchAt(power.published / 2);
                };
        log.atInfo()
                .addKeyValue("bytes", segment.bytes())
                .addKeyValue("cut_at", place)
                .addKeyValue("checkpoint", power.checkpoint)
                .addKeyValue("last", power.before.ends().lastKey())
                .log("The end of the change log is gone");
        segment.cutAt(place);
    }

    private void publishTheRest() throws Exception {
        ChildProcess run = pipeline.start("run");
        try (var _ = Load.start(pipeline.staging(), SEED + 1, 2, Duration.ofMillis(40), 3)) {
            pipeline.awaitPublishing(100);
        }
        pipeline.awaitPublished();
        pipeline.stop(run);
    }

    private String bootstrapServers() throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(dataFolder.resolve("server.properties"))) {
            properties.load(reader);
        }
        return "127.0.0.1:" + properties.getProperty("port");
    }

    private RawLog logOf(Path folder) {
        try (var broker = EmbeddedBroker.start(folder)) {
            return RawLog.read(broker.bootstrapServers(), pipeline.topic());
        }
    }
}
