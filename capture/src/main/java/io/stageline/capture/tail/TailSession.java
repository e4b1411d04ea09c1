package io.stageline.capture.tail;

import io.stageline.changelog.PostgresLsn;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// One run of the engine, from our side. Debezium makes its parts by class name and hands them strings only; they find
/// their session here, by the key in their properties.
final class TailSession implements AutoCloseable {
    static final String KEY = "stageline.session";

    /// What a poll gives when there is nothing more to do: the engine's handler ends the engine on it.
    static final List<SourceRecord> LAST_RECORDS =
            List.of(new SourceRecord(Map.of(), Map.of(), "stageline.last", null, null));

    private static final Map<String, TailSession> SESSIONS = new ConcurrentHashMap<>();

    private final String key = UUID.randomUUID().toString();
    private final String publication;
    private final Duration statusInterval;
    private final PostgresLsn from;
    private final TailListener listener;
    private final CountDownLatch over = new CountDownLatch(1);
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Throwable failure;

    TailSession(
            Properties properties, String publication, PostgresLsn from, TailListener listener) {
        properties.setProperty(KEY, key);
        this.publication = publication;
        this.statusInterval =
                Duration.ofMillis(
                        Long.parseLong(properties.getProperty("status.update.interval.ms")));
        this.from = from;
        this.listener = listener;
        SESSIONS.put(key, this);
    }

    interface Reading {
        boolean run() throws SQLException, InterruptedException;
    }

    static TailSession of(String key) {
        TailSession session = SESSIONS.get(key);
        if (session == null) {
            throw new IllegalStateException("The session has ended");
        }
        return session;
    }

    /// The publication whose existence Debezium checks; it reads all that its property `publication.name` lists.
    String publication() {
        return publication;
    }

    /// How often staging hears of us when nothing changes.
    Duration statusInterval() {
        return statusInterval;
    }

    PostgresLsn from() {
        return from;
    }

    /// To be called [#whileOpen] only.
    TailListener listener() {
        return listener;
    }

    /// Reads, unless the session is over. [#close] waits for it: whoever closed the session owns the listener again, even
    /// when Debezium gave its reading thread up.
    ///
    /// @return what the reading gave; false when the session is over
    boolean whileOpen(Reading some) throws SQLException, InterruptedException {
        reading.lock();
        try {
            return !over() && some.run();
        } finally {
            reading.unlock();
        }
    }

    boolean over() {
        return over.getCount() == 0;
    }

    /// Whether it is over, now or soon.
    boolean overWithin(Duration patience) throws InterruptedException {
        return over.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        over.countDown();
    }

    void failed(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        over.countDown();
    }

    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        over.countDown();
        reading.lock();
        try {
            SESSIONS.remove(key);
        } finally {
            reading.unlock();
        }
    }
}
