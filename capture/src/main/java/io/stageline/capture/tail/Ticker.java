package io.stageline.capture.tail;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a tick through staging's log every now and then, on a thread and a connection of its own. A tick that comes back tells
/// the true lag and how far staging's log was read though nothing in it is ours. Losing the connection stops nothing:
/// the next tick tries again.
public final class Ticker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Ticker.class);

    private final Sessions staging;
    private final String pipeline;
    private final Duration interval;
    private final Clock clock;
    private final Ticks ticks;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Instant outstanding;
    private volatile @Nullable Duration lag;

    /// Opens a session in staging; the ticker closes it.
    public interface Sessions {
        Connection open() throws SQLException;
    }

    /// How a tick gets into staging's log, or marks a place in it. Called from the ticker's thread.
    public interface Ticks {
        /// @param tick comes back as it is
        void send(Connection connection, String tick) throws SQLException;

        /// Called after each tick.
        default void sent(Connection connection) {}
    }

    /// Starts ticking.
    public Ticker(Sessions staging, String pipeline, Duration interval, Clock clock, Ticks ticks) {
        this.staging = staging;
        this.pipeline = pipeline;
        this.interval = interval;
        this.clock = clock;
        this.ticks = ticks;
        var _ = Thread.ofVirtual().name("stageline-ticker").start(this::run);
    }

    /// Tells that a tick came back.
    public void arrived(String content) {
        int space = content.lastIndexOf(' ');
        if (space < 0 || !content.substring(0, space).equals(pipeline)) {
            return; // another pipeline's
        }
        Instant sent;
        try {
            sent = Instant.parse(content.substring(space + 1));
        } catch (DateTimeParseException _) {
            return; // somebody else's: anybody may write messages to staging's log
        }
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
            try (Connection connection = staging.open()) {
                do {
                    send(connection);
                    well = true;
                    ticks.sent(connection);
                } while (open(interval));
            } catch (SQLException e) {
                if (well) {
                    log.atWarn().setCause(e).log("No tick could be sent through staging; going on");
                }
                well = false;
                open(interval);
            }
        }
    }

    private void send(Connection connection) throws SQLException {
        Instant now = clock.instant();
        ticks.send(connection, pipeline + " " + now);
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
