package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.Figure;
import io.stageline.benchmarks.Latency;
import io.stageline.benchmarks.Outcome;
import io.stageline.benchmarks.site.BenchDatabase;
import io.stageline.benchmarks.site.Site;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Measures the time from the return of a commit in staging until a query sees its row in production. The query runs about every
/// millisecond over a connection of its own; both times are of this process.
final class Pace {
    private static final int PACED = 4_000;
    private static final Duration PACE = Duration.ofMillis(5); // 200 a second
    private static final int SINGLE = 30;
    private static final Duration IDLE = Duration.ofMillis(400);
    private static final Duration LOOK_EVERY = Duration.ofNanos(500_000);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicLong NUMBERS = new AtomicLong(1_000_000_000);

    private final Site site;
    private final BenchDatabase production;

    Pace(Site site, BenchDatabase production) {
        this.site = site;
        this.production = production;
    }

    Figure measure(String peer, Running running) throws SQLException, IOException {
        var drain = new Drain(site);
        Outcome warm = drain.measure(running);
        if (!(warm instanceof Outcome.Measured)) {
            return drain.figure(peer, warm);
        }
        Latency paced = commit(PACED, PACE);
        Latency single = commit(SINGLE, IDLE);
        site.backlog().finish();
        Outcome rest = drain.measure(running);
        Figure compared = drain.compared(peer, rest, production);
        return compared.outcome() instanceof Outcome.Measured measured
                ? drain.figure(peer, new Outcome.Paced(paced, single, measured.verdict()))
                : compared;
    }

    /// Commits as many source transactions at this pace and waits until all are visible.
    private Latency commit(int count, Duration pace) throws SQLException, IOException {
        long first = NUMBERS.getAndAdd(count);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection staging = site.backlog().staging().connect();
                Statement statement = staging.createStatement()) {
            Future<long[]> visible = threads.submit(() -> watch(first, count));
            long[] committed = new long[count];
            long begin = System.nanoTime();
            for (int i = 0; i < count; i++) {
                LockSupport.parkNanos(begin + i * pace.toNanos() - System.nanoTime());
                statement.execute(transaction(first + i));
                committed[i] = System.nanoTime();
            }
            return Latency.between(committed, visible.get());
        } catch (ExecutionException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /// An order of two lines: 4 row changes.
    private static String transaction(long id) {
        return """
        INSERT INTO purchase VALUES (%1$d, 1 + %1$d %% 10000, 'paced receipt %1$d', 20, NULL, now());
        INSERT INTO purchase_line SELECT %1$d, line, 1 + (%1$d + line * 17) %% 10000, line, 10 FROM generate_series(1, 2) line;
        UPDATE customer SET points = points + 1, seen = now() WHERE id = 1 + %1$d %% 10000
        """
                .formatted(id);
    }

    /// When each of them was seen in production.
    private long[] watch(long first, int count) throws SQLException {
        long[] visible = new long[count];
        try (Connection connection = production.connect();
                var look = connection.prepareStatement("SELECT max(id) FROM purchase")) {
            int seen = 0;
            long news = System.nanoTime();
            while (seen < count) {
                long highest = highest(look);
                long now = System.nanoTime();
                for (; seen < count && first + seen <= highest; seen++) {
                    visible[seen] = now;
                    news = now;
                }
                if (now - news > PATIENCE.toNanos()) {
                    throw new SQLException("Nothing new was visible for " + PATIENCE);
                }
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
        return visible;
    }

    private static long highest(java.sql.PreparedStatement look) throws SQLException {
        try (ResultSet row = look.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
