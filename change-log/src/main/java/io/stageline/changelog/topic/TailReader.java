package io.stageline.changelog.topic;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.Sequence;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Finds the end of a lane by reading back to the nearest claim. The reigning capture repeats its claim every
/// [#CLAIM_EVERY] records, between two source transactions, so that this stays short however long the lane is.
final class TailReader implements AutoCloseable {
    /// After this many records the reigning capture repeats its claim.
    static final int CLAIM_EVERY = 50_000;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Sequence NO_GAP_CHECK = new Sequence(Long.MAX_VALUE - 1);

    private final KafkaConsumer<ByteBuffer, ByteBuffer> consumer;
    private final TopicPartition partition;
    private final RecordDecoder decoder = new RecordDecoder();

    TailReader(ChangeLogConfig config, TopicPartition partition) {
        this.consumer = new KafkaConsumer<>(KafkaProperties.consumer(config));
        this.partition = partition;
        consumer.assign(Set.of(partition));
    }

    Tail read() {
        try {
            long beginning = bound(consumer.beginningOffsets(Set.of(partition), PATIENCE));
            long end = bound(consumer.endOffsets(Set.of(partition), PATIENCE));
            for (long window = 2_000; ; window *= 8) {
                long start = Math.max(beginning, end - window);
                Scan scan = scan(start, end, start == beginning);
                if (scan.started || start == beginning) {
                    return new Tail(
                            scan.view.resumePoint(),
                            scan.view.reigning(),
                            scan.view.owner(),
                            scan.view.server(),
                            end);
                }
            }
        } catch (KafkaException e) {
            throw new ChangeLogException(
                    "The tail of the change log "
                            + partition
                            + " cannot be read: "
                            + e.getMessage(),
                    e);
        }
    }

    private static final class Scan {
        private final LaneView view = new LaneView(Epoch.NONE, NO_GAP_CHECK);
        private boolean started;
    }

    /// Reads a window; what stands before its first claim says nothing, unless the window is the whole lane.
    private Scan scan(long start, long end, boolean whole) {
        var scan = new Scan();
        scan.started = whole;
        consumer.seek(partition, start);
        while (consumer.position(partition, PATIENCE) < end) {
            for (ConsumerRecord<ByteBuffer, ByteBuffer> record : consumer.poll(PATIENCE)) {
                if (record.offset() >= end) {
                    return scan;
                }
                LogRecord found = decoder.decode(record.headers(), record.value());
                scan.started |= found instanceof LogRecord.Claim;
                if (scan.started) {
                    var _ = scan.view.accept(record.offset(), found);
                }
            }
        }
        return scan;
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
