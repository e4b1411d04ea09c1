package io.stageline.faults;

import io.stageline.testing.ChildProcess;
import io.stageline.testing.ServerKind;
import io.stageline.testing.Servers;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Two publishers of one lane, of which each takes itself for the only one.
@ParameterizedClass
@EnumSource(ServerKind.class)
class TwoPublishersIT {
    private static final long SEED = 7;

    private final ServerKind kind;
    private Pipeline pipeline;
    private ChildProcess first;

    TwoPublishersIT(ServerKind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void publishUnderLoad() {
        pipeline = Pipeline.over(Servers.kafka().bootstrapServers(), kind);
        Shop.open(pipeline.staging(), pipeline.production());
        pipeline.start("capture");
        first = pipeline.start("publish");
        pipeline.awaitCapturing();
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void onlyOneWritesWhenASecondPublisherStarts() throws Exception {
        try (var witness = Witness.of(pipeline.production())) {
            try (var _ = Load.start(pipeline.staging(), SEED, 2, Duration.ofMillis(40))) {
                pipeline.awaitPublishing(100);

                ChildProcess second = pipeline.start("publish");

                Pipeline.await("one of two publishers gives way")
                        .until(() -> !first.isAlive() || !second.isAlive());
                pipeline.assertGaveWay(first.isAlive() ? second : first);
                pipeline.awaitPublishing(100);
            }
            pipeline.awaitPublished();
            pipeline.assertPromiseKept(witness, log());
        }
    }

    @Test
    void fencesAPublisherThatStoodStillBetweenTwoBatches() throws Exception {
        try (var witness = Witness.of(pipeline.production())) {
            try (var _ = Load.start(pipeline.staging(), SEED, 2, Duration.ofMillis(40))) {
                pipeline.awaitPublishing(100);
                stopOutsideATransaction();
                pipeline.start("publish");
                pipeline.awaitPublishing(100);

                first.cont();

                pipeline.assertFenced(first);
                pipeline.awaitPublishing(100);
            }
            pipeline.awaitPublished();
            pipeline.assertPromiseKept(witness, log());
        }
    }

    /// It holds rows of production, so that the second one can only wait or cut it off; either way one of them writes.
    @Test
    void onlyOneWritesWhenAPublisherStoodStillInsideItsTransaction() throws Exception {
        try (var witness = Witness.of(pipeline.production())) {
            try (var _ = Load.start(pipeline.staging(), SEED, 2, Duration.ofMillis(40))) {
                pipeline.awaitPublishing(100);
                stopInsideATransaction();
                List<String> sessions = sessions(Sessions.State.ANY);
                ChildProcess second = pipeline.start("publish");
                Pipeline.await("the second publisher meets the first one's transaction")
                        .until(() -> !sessions.containsAll(sessions(Sessions.State.ANY)));

                first.cont();

                Pipeline.await("one of two publishers gives way")
                        .until(() -> !first.isAlive() || !second.isAlive());
                pipeline.assertGaveWay(first.isAlive() ? second : first);
                pipeline.awaitPublishing(100);
            }
            pipeline.awaitPublished();
            pipeline.assertPromiseKept(witness, log());
        }
    }

    private void stopOutsideATransaction() {
        Pipeline.await("the publisher stands still between two batches")
                .until(() -> {
                    first.stop();
                    if (sessions(Sessions.State.INSIDE_A_TRANSACTION).isEmpty()) {
                        return true;
                    }
                    first.cont();
                    return false;
                });
    }

    /// A lock of ours makes it wait inside; it stands still before the lock goes.
    private void stopInsideATransaction() throws Exception {
        try (Connection connection = pipeline.production().connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT id FROM editor FOR UPDATE");
            Pipeline.await("the publisher waits inside a transaction")
                    .until(() -> !sessions(Sessions.State.WAITING_FOR_A_LOCK).isEmpty());
            first.stop();
            connection.rollback();
        }
        Pipeline.await("its transaction stays open")
                .until(() -> !sessions(Sessions.State.IDLE_INSIDE).isEmpty());
    }

    private List<String> sessions(Sessions.State state) {
        return Sessions.ofPublishers(pipeline.production(), state);
    }

    private RawLog log() {
        return RawLog.read(Servers.kafka().bootstrapServers(), pipeline.topic());
    }
}
