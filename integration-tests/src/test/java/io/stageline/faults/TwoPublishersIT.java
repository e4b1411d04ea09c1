package io.stageline.faults;

import io.stageline.testing.BrokerProcess;
import io.stageline.testing.ChildProcess;
import io.stageline.testing.Servers;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two publishers of one lane, of which each takes itself for the only one.
class TwoPublishersIT {
    private static final long SEED = 7;

    private BrokerProcess broker;
    private Pipeline pipeline;
    private ChildProcess first;

    @BeforeEach
    void publishUnderLoad() {
        broker = BrokerProcess.start(Servers.freshFolder("broker"));
        pipeline = Pipeline.over(broker.bootstrapServers());
        Shop.open(pipeline.staging(), pipeline.production());
        pipeline.start("capture");
        first = pipeline.start("publish");
        pipeline.awaitCapturing();
    }

    @AfterEach
    void close() {
        pipeline.close();
        broker.close();
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
                ChildProcess second = pipeline.start("publish");
                Pipeline.await("the second publisher meets the first one's transaction")
                        .until(() -> publisherSessions("pid IS NOT NULL") > 1);

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
                    if (publisherSessions("xact_start IS NOT NULL") == 0) {
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
            connection.setClientInfo("ApplicationName", Load.APPLICATION);
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE editor IN SHARE ROW EXCLUSIVE MODE");
            Pipeline.await("the publisher waits inside a transaction")
                    .until(() -> publisherSessions("wait_event_type = 'Lock'") > 0);
            first.stop();
            connection.rollback();
        }
        Pipeline.await("its transaction stays open")
                .until(() -> publisherSessions("state = 'idle in transaction'") > 0);
    }

    private long publisherSessions(String condition) {
        return Long.parseLong(
                pipeline.production()
                        .value(
                                """
                                SELECT count(*) FROM pg_stat_activity
                                WHERE datname = current_database() AND pid <> pg_backend_pid()
                                  AND application_name <> '%s' AND %s
                                """
                                        .formatted(Load.APPLICATION, condition)));
    }

    private RawLog log() {
        return RawLog.read(broker.bootstrapServers(), pipeline.topic());
    }
}
