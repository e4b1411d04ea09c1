package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.embedded.EmbeddedDatabase;
import io.stageline.publisher.PublishStatus.State;
import io.stageline.publisher.PublisherConfig.ConflictPolicy;
import io.stageline.testing.PostgresServer;
import io.stageline.testing.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Production's server itself has a trouble: its disk is full, or it is not there for a while.
class BrokenServerIT {
    private static final PublisherConfig CONFIG =
            TestPipeline.config(ConflictPolicy.HOLD, 5000, 5000);

    private final Path folder = Servers.freshFolder("production");
    private EmbeddedDatabase server = EmbeddedDatabase.start(folder, Map.of());
    private final TestPipeline pipeline =
            new TestPipeline(
                    "CREATE TABLE item (id int PRIMARY KEY, name text)",
                    new PostgresServer("127.0.0.1", server.port(), server.user(), server.password())
                            .createDatabase());
    private final Inbox inbox = new Inbox(pipeline);
    private final RetryLog retries = new RetryLog();

    @AfterEach
    void close() {
        retries.close();
        pipeline.close();
        server.close();
    }

    private void awaitRetries(String reason, int times) {
        Awaitility.await(reason)
                .atMost(TestPipeline.PATIENCE)
                .until(() ->
                        retries.reasons().stream().filter(it -> it.contains(reason)).count()
                                >= times);
    }

    private void assertNothingWasTakenForAConflict() {
        assertThat(pipeline.production().value("SELECT count(*) FROM stageline.conflict"))
                .isEqualTo("0");
        inbox.assertEmpty();
        pipeline.assertEqual();
    }

    @Test
    void aServerThatIsNotThereForAWhile() {
        pipeline.change("INSERT INTO item VALUES (1, 'a')");
        try (RunningPublisher publisher = pipeline.start(CONFIG)) {
            pipeline.awaitPublished(publisher);
            server.close();
            pipeline.change("INSERT INTO item VALUES (2, 'b')");
            awaitRetries("the connection broke or could not be made", 3);
            assertThat(publisher.loop().status().state()).isEqualTo(State.RETRYING);
            assertThat(retries.pauses()).startsWith(200L, 400L, 800L);
            server = EmbeddedDatabase.start(folder, Map.of());
            pipeline.awaitPublished(publisher);
        }
        assertNothingWasTakenForAConflict();
    }

    /// A small file system for the table; a batch and a large source transaction do not fit until it is made larger.
    @Test
    void aDiskThatIsFullUntilItIsMadeLarger() throws IOException, InterruptedException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk.toString()),
                "no file system can be mounted here");
        try {
            pipeline.production().execute("CREATE TABLESPACE small LOCATION '" + disk + "'");
            pipeline.production().execute("ALTER TABLE item SET TABLESPACE small");
            pipeline.change(
                    "INSERT INTO item SELECT k, repeat('x', 1000) FROM generate_series(1, 4000) k",
                    "INSERT INTO item SELECT k, repeat('y', 1000) FROM generate_series(10001, 18000) k");
            try (RunningPublisher publisher = pipeline.start(CONFIG)) {
                awaitRetries("the server's disk is full", 2);
                assertThat(
                                pipeline.production()
                                        .value(
                                                "SELECT state || ': ' || reason FROM stageline.lane_state"))
                        .startsWith("RETRYING: Production ")
                        .contains("SQLState 53100");
                assertThat(run("mount", "-o", "remount,size=8m", disk.toString())).isTrue();
                Awaitility.await("the first one fits")
                        .atMost(TestPipeline.PATIENCE)
                        .until(() -> publisher.loop().status().sequence().value() == 1);
                int before = retries.reasons().size();
                awaitRetries("the server's disk is full", before + 1);
                assertThat(run("mount", "-o", "remount,size=64m", disk.toString())).isTrue();
                pipeline.awaitPublished(publisher);
            }
            assertNothingWasTakenForAConflict();
            pipeline.production().execute("ALTER TABLE item SET TABLESPACE pg_default");
            pipeline.production().execute("DROP TABLESPACE small");
        } finally {
            server.close();
            assertThat(run("umount", disk.toString())).isTrue();
            server = EmbeddedDatabase.start(folder, Map.of());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
