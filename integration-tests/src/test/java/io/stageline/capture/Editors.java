package io.stageline.capture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/// Two editors at work in staging until told to stop: one commits short transactions (inserts of many rows, changed row
/// keys, deletes), the other holds a transaction open across several of those. Each knows what the change log must tell of
/// its table, in order.
final class Editors implements AutoCloseable {
    static final String TABLES =
            "CREATE TABLE quick (id bigint PRIMARY KEY, note text); CREATE TABLE slow (id bigint PRIMARY KEY, note text)";

    private final Pipeline pipeline;
    private final Random random;
    private final List<String> quick = new ArrayList<>();
    private final List<String> slow = new ArrayList<>();
    private final CompletableFuture<Void> quickWork;
    private final CompletableFuture<Void> slowWork;
    private final Semaphore permits = new Semaphore(0);
    private volatile boolean going = true;
    private final AtomicLong commits = new AtomicLong();

    private interface Work {
        void run() throws Exception;
    }

    Editors(Pipeline pipeline, long seed) {
        this.pipeline = pipeline;
        this.random = new Random(seed);
        this.quickWork = on("quick-editor", this::editQuickly);
        this.slowWork = on("slow-editor", this::editSlowly);
    }

    /// Allows so many commits more: the editors never run far ahead of a slow machine's capture.
    Editors work(int commits) {
        permits.release(commits);
        return this;
    }

    long commits() {
        return commits.get();
    }

    /// What the change log must tell of table `quick`.
    List<String> quick() {
        return quick;
    }

    List<String> slow() {
        return slow;
    }

    @Override
    public void close() {
        going = false;
        permits.release(1_000_000);
        try {
            quickWork.get(60, TimeUnit.SECONDS);
            slowWork.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("An editor failed", e);
        }
    }

    private static CompletableFuture<Void> on(String name, Work work) {
        var done = new CompletableFuture<Void>();
        Thread.ofPlatform()
                .name(name)
                .daemon()
                .start(() -> {
                    try {
                        work.run();
                        done.complete(null);
                    } catch (Throwable e) {
                        done.completeExceptionally(e);
                    }
                });
        return done;
    }

    private void editQuickly() throws Exception {
        long next = 1;
        try (Connection connection = pipeline.staging.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (permits.acquire(); going; permits.acquire()) {
                int rows = random.nextInt(20) == 0 ? 3_000 : 1 + random.nextInt(200);
                long first = next;
                next += rows;
                statement.execute(
                        "INSERT INTO quick SELECT i, 'n' || i FROM generate_series(%d, %d) i"
                                .formatted(first, next - 1));
                for (long id = first; id < next; id++) {
                    quick.add("+ public.quick {id=%d, note=n%d}".formatted(id, id));
                }
                statement.execute("UPDATE quick SET id = -id WHERE id = " + first);
                quick.add(
                        "~ public.quick {id=%d} -> {id=%d, note=n%d}"
                                .formatted(first, -first, first));
                if (rows > 1) {
                    statement.execute("DELETE FROM quick WHERE id = " + (next - 1));
                    quick.add("- public.quick {id=%d}".formatted(next - 1));
                }
                connection.commit();
                commits.incrementAndGet();
            }
        }
    }

    /// One row for each commit of the other, and a commit of its own after fifteen.
    private void editSlowly() throws Exception {
        long next = 1;
        try (Connection connection = pipeline.staging.connect();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO slow VALUES (?, 's')")) {
            connection.setAutoCommit(false);
            while (going) {
                for (int row = 0; row < 15 && going; row++) {
                    insert.setLong(1, next);
                    insert.execute();
                    slow.add("+ public.slow {id=%d, note=s}".formatted(next));
                    next++;
                    long seen = commits.get();
                    Awaitility.await()
                            .atMost(Duration.ofMinutes(5))
                            .pollInterval(Duration.ofMillis(5))
                            .until(() -> !going || commits.get() > seen);
                }
                connection.commit();
            }
        }
    }
}
