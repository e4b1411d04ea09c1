package io.stageline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.topic.ChangeLogException;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.changelog.topic.Claimant;
import io.stageline.changelog.topic.ResumePoint;
import io.stageline.testing.BrokerProcess;
import io.stageline.testing.ChildProcess;
import io.stageline.testing.ServerKind;
import io.stageline.testing.Servers;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
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
        pipeline = Pipeline.over(broker.bootstrapServers(), ServerKind.POSTGRES);
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
            try (var _ = Load.start(pipeline.staging(), SEED, 2, Duration.ofMillis(40))) {
                pipeline.awaitPublishing(100);

                ChildProcess second = pipeline.start("capture");

                Pipeline.await("one of two captures gives way")
                        .until(() -> !first.isAlive() || !second.isAlive());
                survivor = first.isAlive() ? first : second;
                pipeline.assertGaveWay(first.isAlive() ? second : first);
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
            try (var _ = Load.start(pipeline.staging(), SEED, 2, Duration.ofMillis(40))) {
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

    /// A broker can take a claim and die before it says so.
    @Test
    void goesOnAfterItsOwnClaimThatWasNeverAcknowledged() throws Exception {
        try (var witness = Witness.of(pipeline.production())) {
            try (var _ = Load.start(pipeline.staging(), SEED, 2, Duration.ofMillis(40))) {
                pipeline.awaitPublishing(100);
                ChangeLogTopic changeLog = pipeline.changeLog(broker.bootstrapServers());

                claimAs(changeLog.tail(0).owner(), changeLog);

                long goal = pipeline.checkpoint() + 100;
                Pipeline.await("the capture goes on")
                        .failFast(() -> assertThat(first.isAlive()).as(first.stderr()).isTrue())
                        .until(() -> pipeline.checkpoint() >= goal);
            }
            pipeline.awaitPublished();
            pipeline.assertPromiseKept(witness, log());
            pipeline.stop(first);
        }
    }

    private static void claimAs(String owner, ChangeLogTopic changeLog) {
        Pipeline.await("a claim in the name of the capture")
                .ignoreException(ChangeLogException.class) // it wrote at the same instant
                .until(() -> {
                    changeLog
                            .claim(
                                    0,
                                    new Claimant(owner, Optional.empty()),
                                    ResumePoint.START,
                                    Clock.systemUTC())
                            .close();
                    return true;
                });
    }

    private RawLog log() {
        return RawLog.read(broker.bootstrapServers(), pipeline.topic());
    }
}
