package io.stageline.capture.tail;

import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.SourcePosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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
    private final RecordReader reader;
    private final TailListener listener;
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;

    TailSession(
            Properties properties,
            String publication,
            PostgresLsn from,
            RecordReader reader,
            TailListener listener) {
        properties.setProperty(KEY, key);
        this.publication = publication;
        this.statusInterval =
                Duration.ofMillis(
                        Long.parseLong(properties.getProperty("status.update.interval.ms")));
        this.from = from;
        this.reader = reader;
        this.listener = listener;
        SESSIONS.put(key, this);
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

    /// @return the position that may be confirmed to the slot
    Optional<SourcePosition> take(List<SourceRecord> records) {
        for (SourceRecord record : records) {
            if (stopping) {
                return Optional.empty(); // what is not taken now is delivered again
            }
            reader.read(record).ifPresent(listener::accept);
        }
        return listener.batchEnded();
    }

    boolean over() {
        return stopping || failure != null;
    }

    void stop() {
        stopping = true;
    }

    void failed(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        SESSIONS.remove(key);
    }
}
