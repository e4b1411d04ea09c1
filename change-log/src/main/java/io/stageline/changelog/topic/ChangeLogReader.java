package io.stageline.changelog.topic;

import io.stageline.changelog.LogEntry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Reads one lane in order, from a topic offset on. Survives half-written transactions, foreign records and garbage: each
/// is an entry that names it. Owned by one thread; [#wakeup] may be called from any.
public final class ChangeLogReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final KafkaConsumer<ByteBuffer, ByteBuffer> consumer;
    private final TopicPartition partition;
    private final RecordDecoder decoder = new RecordDecoder();
    private final LaneView view;
    private final long endAtOpening;

    ChangeLogReader(ChangeLogConfig config, TopicPartition partition, long offset, LaneView view) {
        this.consumer = new KafkaConsumer<>(KafkaProperties.consumer(config));
        this.partition = partition;
        this.view = view;
        try {
            consumer.assign(Set.of(partition));
            long start = bound(consumer.beginningOffsets(Set.of(partition), PATIENCE));
            endAtOpening = bound(consumer.endOffsets(Set.of(partition), PATIENCE));
            consumer.seek(partition, offset < start || offset > endAtOpening ? start : offset);
        } catch (KafkaException e) {
            consumer.close();
            throw unreadable(e);
        }
    }

    /// What came next, in order; empty when nothing came in time.
    ///
    /// @param patience how long to wait for the first record
    /// @throws ChangeLogException if Kafka cannot be read
    public List<LogEntry> poll(Duration patience) {
        List<LogEntry> entries = new ArrayList<>();
        try {
            for (ConsumerRecord<ByteBuffer, ByteBuffer> record : consumer.poll(patience)) {
                LogRecord found = decoder.decode(record.headers(), record.value());
                entries.addAll(view.accept(record.offset(), found));
            }
        } catch (org.apache.kafka.common.errors.WakeupException _) {
            return entries;
        } catch (KafkaException e) {
            throw unreadable(e);
        }
        return entries;
    }

    private ChangeLogException unreadable(KafkaException e) {
        return new ChangeLogException(
                "The change log " + partition + " cannot be read: " + e.getMessage(), e);
    }

    /// The topic offset of the next record to be read.
    public long nextOffset() {
        return consumer.position(partition, PATIENCE);
    }

    /// Whether everything was read that was there when this reader was opened.
    public boolean caughtUp() {
        return nextOffset() >= endAtOpening;
    }

    /// The topic offset behind the last record that is there now.
    ///
    /// @throws ChangeLogException if Kafka does not tell
    public long endOffset() {
        try {
            return bound(consumer.endOffsets(Set.of(partition), PATIENCE));
        } catch (org.apache.kafka.common.errors.WakeupException _) {
            return nextOffset();
        } catch (KafkaException e) {
            throw unreadable(e);
        }
    }

    /// Makes a [#poll] that waits return at once.
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(KafkaProperties.AT_ONCE);
    }

    private long bound(Map<TopicPartition, Long> offsets) {
        Long offset = offsets.get(partition);
        if (offset == null) {
            throw new ChangeLogException("Kafka did not tell the bounds of " + partition);
        }
        return offset;
    }
}
