package io.stageline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.testing.BrokerProcess;
import io.stageline.testing.ChildProcess;
import io.stageline.testing.Servers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two captures of one pipeline, of which each takes itself for the only one.
class TwoCapturesIT {
    private static final long SEED = 5;

    private BrokerProcess broker;
    private Pipeline pipeline;
    private ChildProcess first;

    @BeforeEach
    void publishUnderLoad() {
        broker = BrokerProcess.start(Servers.freshFolder("broker"));
        pipeline = Pipeline.over(broker.bootstrapServers());
        Shop.open(pipeline.staging(), pipeline.production());
        first = pipeline.start("capture");
        pipeline.start("publish");
        pipeline.awaitCapturing();
    }

    @AfterEach
    void close() {
        pipeline.close();
        broker.close();
    }

    @Test
    void keepsTheLogRightWhenASecondCaptureStarts() throws Exception {
        try (var witness = Witness.of(pipeline.production())) {
            ChildProcess survivor;
            try (var _ = Load.start(pipeline.staging(), SEED, 2, Duration.ofMillis(20))) {
                pipeline.awaitPublishing(100);

                ChildProcess second = pipeline.start("capture");

                Pipeline.await("one of two captures gives way")
                        .until(() -> !first.isAlive() || !second.isAlive());
                survivor = first.isAlive() ? first : second;
                pipeline.assertFenced(first.isAlive() ? second : first);
                pipeline.awaitPublishing(100);
            }
            pipeline.awaitPublished();
            pipeline.assertPromiseKept(witness, log());
            pipeline.stop(survivor);
        }
    }

    @Test
    void fencesACaptureThatWasTakenForDead() throws Exception {
        try (var witness = Witness.of(pipeline.production())) {
            ChildProcess second;
            try (var _ = Load.start(pipeline.staging(), SEED, 2, Duration.ofMillis(20))) {
                pipeline.awaitPublishing(100);
                first.stop();
                pipeline.cutOffCapture();
                second = pipeline.start("capture");
                pipeline.awaitPublishing(100);

                first.cont();

                pipeline.assertFenced(first);
                pipeline.awaitPublishing(100);
            }
            pipeline.awaitPublished();
            pipeline.assertPromiseKept(witness, log());
            assertThat(log().epochs()).hasSizeGreaterThanOrEqualTo(2);
            pipeline.stop(second);
        }
    }

    private RawLog log() {
        return RawLog.read(broker.bootstrapServers(), pipeline.topic());
    }
}
