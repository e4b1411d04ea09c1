package io.stageline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.Sequence;
import io.stageline.publisher.state.CommandOutcome;
import io.stageline.publisher.state.CommandRequest;
import io.stageline.publisher.state.CommandRequest.Action;
import io.stageline.publisher.state.CommandRequest.Resolution;
import io.stageline.publisher.state.Commands;
import io.stageline.testing.ChildProcess;
import io.stageline.testing.ServerKind;
import io.stageline.testing.Servers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Far more is held than the publisher has memory for, and released again. `-Dstageline.faults.heap=512m`,
/// `-Dstageline.faults.rows=N` and `-Dstageline.faults.followers=N` make it another size.
class HeldMassIT {
    private static final Logger log = LoggerFactory.getLogger(HeldMassIT.class);
    private static final String HEAP = System.getProperty("stageline.faults.heap", "128m");
    private static final int ROWS = Integer.getInteger("stageline.faults.rows", 50_000);
    private static final int FOLLOWERS = Integer.getInteger("stageline.faults.followers", 3_000);

    private static final String SCHEMA =
            """
            CREATE TABLE parent (id int PRIMARY KEY, name text);
            CREATE TABLE child (id int PRIMARY KEY, parent_id int REFERENCES parent, note text);
            CREATE INDEX ON child (parent_id)
            """;

    /// Of rows so wide that they do not fit into memory at once.
    @Test
    void oneLargeSourceTransaction() throws Exception {
        holdAndRelease(
                1 + ROWS,
                """
                INSERT INTO parent VALUES (1, 'of staging');
                INSERT INTO child SELECT i, 1, repeat(md5(i::text), 64) FROM generate_series(1, %d) i
                """
                        .formatted(ROWS));
    }

    @Test
    void manySmallOnesThatDependOnOne() throws Exception {
        holdAndRelease(
                1 + 5 * FOLLOWERS,
                """
                DO $do$ BEGIN
                    INSERT INTO parent VALUES (1, 'of staging');
                    COMMIT;
                    FOR i IN 1..%d LOOP
                        INSERT INTO child SELECT 5 * i + k, 1, 'a child of the parent that is held' FROM generate_series(1, 5) k;
                        COMMIT;
                    END LOOP;
                END $do$
                """
                        .formatted(FOLLOWERS));
    }

    /// @param statements what staging does while production has a parent of its own
    private static void holdAndRelease(long rows, String statements) throws Exception {
        try (var pipeline =
                Pipeline.over(Servers.kafka().bootstrapServers(), ServerKind.POSTGRES, "")) {
            pipeline.staging().execute(SCHEMA);
            pipeline.production()
                    .execute(SCHEMA + "; INSERT INTO parent VALUES (1, 'of production')");
            ChildProcess capture = pipeline.start("capture");
            ChildProcess publish = pipeline.startWithin(HEAP, "publish");
            pipeline.awaitCapturing();

            long start = System.nanoTime();
            pipeline.staging().execute(statements);
            await(
                    publish,
                    "held",
                    () -> pipeline.production().value("SELECT count(*) FROM stageline.held_change"),
                    rows);
            long held = System.nanoTime();
            long command = releaseFirst(pipeline);
            await(
                    publish,
                    "released",
                    () -> pipeline.production().value("SELECT count(*) + 1 FROM public.child"),
                    rows);
            await(
                    publish,
                    "nothing is held",
                    () ->
                            pipeline.production()
                                    .value("SELECT count(*) FROM stageline.held_transaction"),
                    0);
            long released = System.nanoTime();
            log.atInfo()
                    .addKeyValue("rows", rows)
                    .addKeyValue("heap", HEAP)
                    .addKeyValue("millis_to_hold", Duration.ofNanos(held - start).toMillis())
                    .addKeyValue("millis_to_release", Duration.ofNanos(released - held).toMillis())
                    .log("Held and released");

            assertThat(outcome(pipeline, command)).get().isInstanceOf(CommandOutcome.Done.class);
            Rows.assertEqual(pipeline.staging(), pipeline.production(), List.of("parent", "child"));
            pipeline.stop(publish);
            pipeline.stop(capture);
        }
    }

    private interface Count {
        String now();
    }

    private static void await(ChildProcess publish, String what, Count count, long wanted) {
        Pipeline.await(what)
                .atMost(Duration.ofMinutes(20))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsMatching(
                        IllegalStateException.class::isInstance) // schema stageline is being made
                .until(() -> {
                    assertThat(publish.isAlive()).describedAs(publish.toString()).isTrue();
                    return count.now().equals(Long.toString(wanted));
                });
    }

    private static long releaseFirst(Pipeline pipeline) throws SQLException {
        try (Connection connection = pipeline.production().connect()) {
            return Commands.ask(
                    connection,
                    pipeline.name(),
                    0,
                    new CommandRequest(
                            new Sequence(1),
                            new Action.Release(Optional.of(new Resolution.ApplyRemote())),
                            "because",
                            "a test"));
        }
    }

    private static Optional<CommandOutcome> outcome(Pipeline pipeline, long command)
            throws SQLException {
        try (Connection connection = pipeline.production().connect()) {
            return Commands.outcome(connection, command);
        }
    }
}
