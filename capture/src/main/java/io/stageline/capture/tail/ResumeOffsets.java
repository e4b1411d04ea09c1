package io.stageline.capture.tail;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.OffsetBackingStore;
import org.apache.kafka.connect.util.Callback;
import org.jspecify.annotations.Nullable;

/// Debezium's offset store with one unchanging content: the end of the source transaction to go on behind, where the
/// tail of the change log says. It lacks `lsn_proc` on purpose: with that, Debezium would filter the stream by itself and
/// lose the head of a transaction that was open at the time. Without it, the stream starts at the position by PostgreSQL's
/// own exact rule.
public final class ResumeOffsets implements OffsetBackingStore {
    private byte @Nullable [] offset;

    @Override
    public void configure(WorkerConfig config) {
        String key = String.valueOf(config.originalsStrings().get(TailSession.KEY));
        long lsn = TailSession.of(key).from().value();
        offset =
                "{\"lsn\":%d,\"lsn_commit\":%d,\"ts_usec\":0}"
                        .formatted(lsn, lsn)
                        .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
        Map<ByteBuffer, ByteBuffer> found = new HashMap<>();
        byte[] known = offset;
        if (known != null) {
            keys.forEach(key -> found.put(key, ByteBuffer.wrap(known)));
        }
        return CompletableFuture.completedFuture(found);
    }

    /// Nothing is stored: progress is in the change log.
    @Override
    public Future<Void> set(Map<ByteBuffer, ByteBuffer> values, Callback<Void> callback) {
        callback.onCompletion(null, null);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Set<Map<String, Object>> connectorPartitions(String connectorName) {
        return Set.of();
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}
}
