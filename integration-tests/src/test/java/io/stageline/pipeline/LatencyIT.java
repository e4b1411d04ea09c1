package io.stageline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells how long a commit in staging takes until production shows it, with capture, change log and publisher in one warm
/// process. What it measures on a machine with other work to do is no reason to fail: it asserts that all arrive.
class LatencyIT {
    private static final Logger log = LoggerFactory.getLogger(LatencyIT.class);
    private static final String TABLE =
            "CREATE TABLE item (id int PRIMARY KEY, name text, price numeric(12,2), at timestamptz);";
    private static final Duration LOOK_EVERY = Duration.ofMillis(1);

    @Test
    void everyCommitBecomesVisibleAtAPaceAndAlone() throws Exception {
        try (Pipeline pipeline = Pipeline.of(TABLE, TABLE, Pipeline.PUBLIC)) {
            pipeline.start();

            long[] warmingUp = latencies(pipeline, 0, 3_000, Duration.ofMillis(5));
            long[] paced = latencies(pipeline, 3_000, 1_000, Duration.ofMillis(5));
            long[] alone = latencies(pipeline, 4_000, 30, Duration.ofMillis(300));

            tell("200 transactions a second, cold", warmingUp);
            tell("200 transactions a second", paced);
            tell("single commits", alone);
            assertThat(alone).hasSize(30).doesNotContain(0);
        }
    }

    private static long[] latencies(Pipeline pipeline, int first, int count, Duration pace)
            throws Exception {
        long[] committed = new long[count];
        try (Connection staging = pipeline.staging().connect();
                PreparedStatement insert =
                        staging.prepareStatement(
                                "INSERT INTO item VALUES (?, 'a name', 1.25, now())")) {
            CompletableFuture<long[]> watcher =
                    CompletableFuture.supplyAsync(() -> visible(pipeline, first, count));
            long due = System.nanoTime();
            for (int i = 0; i < count; i++) {
                insert.setInt(1, first + i + 1);
                insert.execute();
                committed[i] = System.nanoTime();
                due += pace.toNanos();
                LockSupport.parkNanos(due - System.nanoTime());
            }
            long[] latencies = watcher.get(2, TimeUnit.MINUTES);
            for (int i = 0; i < count; i++) {
                // production can be seen before staging's commit has been heard of
                latencies[i] = Math.max(1, latencies[i] - committed[i]);
            }
            return latencies;
        }
    }

    /// When each row was first seen in production.
    private static long[] visible(Pipeline pipeline, int first, int count) {
        long[] seen = new long[count];
        int known = 0;
        try (Connection production = pipeline.production().connect();
                PreparedStatement last =
                        production.prepareStatement("SELECT coalesce(max(id), 0) FROM item")) {
            while (known < count) {
                try (ResultSet row = last.executeQuery()) {
                    row.next();
                    long now = System.nanoTime();
                    for (; known < row.getInt(1) - first; known++) {
                        seen[known] = now;
                    }
                }
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
            return seen;
        } catch (SQLException e) {
            throw new IllegalStateException("Production does not answer", e);
        }
    }

    private static void tell(String load, long[] latencies) {
        Arrays.sort(latencies);
        log.atInfo()
                .addKeyValue("load", load)
                .addKeyValue("p50_ms", latencies[latencies.length / 2] / 1e6)
                .addKeyValue("p99_ms", latencies[latencies.length * 99 / 100] / 1e6)
                .log("From commit in staging to visible in production");
    }
}
