package io.stageline.capture.tail;

import io.stageline.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a tick to staging's log every now and then, on a thread and a connection of its own. A tick that comes back tells
/// the true lag and how far staging's log was read though nothing in it is ours. Losing the connection stops nothing:
/// the next tick tries again. Between ticks it lets new tables join.
public final class Ticker implements AutoCloseable {
    static final String PREFIX = "stageline";

    private static final Logger log = LoggerFactory.getLogger(Ticker.class);
    private static final String TICK = "SELECT pg_logical_emit_message(true, ?, ?)";

    private final Database staging;
    private final String pipeline;
    private final Duration interval;
    private final Clock clock;
    private final TableWatch tables;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Instant outstanding;
    private volatile @Nullable Duration lag;

    /// Starts ticking.
    Ticker(Database staging, String pipeline, Duration interval, Clock clock, TableWatch tables) {
        this.staging = staging;
        this.pipeline = pipeline;
        this.interval = interval;
        this.clock = clock;
        this.tables = tables;
        var _ = Thread.ofVirtual().name("stageline-ticker").start(this::run);
    }

    /// Tells that a tick came back.
    public void arrived(String content) {
        int space = content.lastIndexOf(' ');
        if (space < 0 || !content.substring(0, space).equals(pipeline)) {
            return; // another pipeline's
        }
        Instant sent = Instant.parse(content.substring(space + 1));
        lag = Duration.between(sent, clock.instant());
        Instant waiting = outstanding;
        if (waiting != null && !waiting.isAfter(sent)) {
            outstanding = null;
        }
    }

    /// How long ago the newest tick that came back was written, or the oldest that did not.
    public Optional<Duration> lag() {
        Instant waiting = outstanding;
        Duration known = lag;
        if (waiting == null) {
            return Optional.ofNullable(known);
        }
        Duration since = Duration.between(waiting, clock.instant());
        return Optional.of(known != null && known.compareTo(since) > 0 ? known : since);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        boolean well = true;
        while (open(Duration.ZERO)) {
            try (Connection connection = staging.open();
                    PreparedStatement tick = connection.prepareStatement(TICK)) {
                do {
                    send(tick);
                    well = true;
                    tables.look(connection);
                } while (open(interval));
            } catch (SQLException e) {
                if (well) {
                    log.atWarn().setCause(e).log("No tick could be written to staging; going on");
                }
                well = false;
                open(interval);
            }
        }
    }

    private void send(PreparedStatement tick) throws SQLException {
        Instant now = clock.instant();
        tick.setString(1, PREFIX);
        tick.setString(2, pipeline + " " + now);
        tick.setQueryTimeout(30);
        tick.execute();
        if (outstanding == null) {
            outstanding = now;
        }
    }

    /// Whether this is still to go on after a pause.
    private boolean open(Duration pause) {
        try {
            return !closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
