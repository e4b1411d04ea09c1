package io.stageline.changelog.topic;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// Appends to one lane under one epoch. Sends do not wait; [#acknowledged] tells how far all in-sync replicas have it.
/// After any failure the writer is dead: close it, read the [Tail] again and claim anew. Owned by one thread.
public final class ChangeLogWriter implements AutoCloseable {
    /// What Kafka adds to a value: key, headers and framing of the batch.
    private static final int HEADROOM = 65_536;

    private final KafkaProducer<byte[], byte[]> producer;
    private final TopicPartition partition;
    private final RecordEncoder encoder;
    private final Epoch epoch;
    private final Claimant claimant;
    private final Clock clock;
    private final Acknowledgements acknowledgements;
    private final int recordBytesMax;
    private ResumePoint written;
    private int recordsSinceClaim;
    private final RecordHeaders headers;

    private ChangeLogWriter(
            KafkaProducer<byte[], byte[]> producer,
            ChangeLogTopic topic,
            int lane,
            Reign reign,
            Clock clock) {
        this.producer = producer;
        this.partition = topic.partition(lane);
        this.encoder = new RecordEncoder(topic.pipeline());
        this.epoch = reign.epoch;
        this.headers = new RecordHeaders(reign.epoch);
        this.claimant = reign.claimant;
        this.written = reign.at;
        this.clock = clock;
        this.recordBytesMax = topic.config().recordBytesMax();
        this.acknowledgements = new Acknowledgements(reign.at, reign.claimOffset + 1);
    }

    private record Reign(Epoch epoch, Claimant claimant, ResumePoint at, long claimOffset) {}

    static ChangeLogWriter claim(
            ChangeLogTopic topic, int lane, Claimant claimant, ResumePoint floor, Clock clock) {
        var producer = new KafkaProducer<byte[], byte[]>(KafkaProperties.producer(topic.config()));
        try {
            Tail before = topic.tail(lane);
            Epoch epoch = before.epoch().next();
            ResumePoint at = before.resumePoint().furtherOf(floor);
            var encoder = new RecordEncoder(topic.pipeline());
            var claim =
                    record(
                            topic.partition(lane),
                            null,
                            encoder.claim(at, clock.instant(), claimant),
                            new RecordHeaders(epoch).of(RecordHeaders.CLAIM));
            long claimOffset = await(producer, claim).offset();
            Tail after = topic.tail(lane);
            if (!after.epoch().equals(epoch) || !after.owner().equals(claimant.owner())) {
                throw new ChangeLogException(
                        "Another capture ("
                                + after.owner()
                                + ") claimed epoch "
                                + after.epoch()
                                + " of "
                                + topic.name()
                                + " at the same time; this one gives way");
            }
            var reign =
                    new Reign(epoch, claimant, after.resumePoint().furtherOf(floor), claimOffset);
            return new ChangeLogWriter(producer, topic, lane, reign, clock);
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e instanceof KafkaException
                    ? new ChangeLogException(
                            "The change log cannot be claimed: " + e.getMessage(), e)
                    : e;
        }
    }

    public Epoch epoch() {
        return epoch;
    }

    /// Where this reign goes on: after this source transaction, behind this source position.
    public ResumePoint resumePoint() {
        return written;
    }

    public void begin(TransactionHeader header) {
        send(
                encoder.transactionKey(header),
                encoder.begin(header),
                headers.of(RecordHeaders.BEGIN, header.sequence(), 0),
                null);
    }

    /// @param ordinal from 1, gap-free within the source transaction
    /// @throws ChangeLogException if the change is larger than `record-bytes-max`, or an earlier send failed
    public void change(
            TransactionHeader header, long ordinal, ChangeEvent event, SourceStamp stamp) {
        byte[] value = encoder.change(header, ordinal, event, stamp);
        if (value.length > recordBytesMax - HEADROOM) {
            throw tooLarge(header, ordinal, event, value.length);
        }
        send(encoder.key(event, stamp), value, headers.ofChange(header.sequence(), ordinal), null);
    }

    private ChangeLogException tooLarge(
            TransactionHeader header, long ordinal, ChangeEvent event, int bytes) {
        return new ChangeLogException(
                "A row of %s takes %d bytes in the change log and change-log.record-bytes-max is %d: raise it, and max.message.bytes of topic %s (change %d of source transaction %s)"
                        .formatted(
                                event.table(),
                                bytes,
                                recordBytesMax,
                                partition.topic(),
                                ordinal,
                                header.sequence()),
                new RecordTooLargeException("the change was not sent"));
    }

    /// Ends a source transaction: with its acknowledgement the transaction is in the change log.
    public void end(TransactionHeader header, SourcePosition position, Map<TableId, Long> changes) {
        long count = 0;
        for (long ofTable : changes.values()) {
            count += ofTable;
        }
        written = ResumePoint.after(header.sequence(), position);
        send(
                encoder.transactionKey(header),
                encoder.end(header, position, changes),
                headers.of(RecordHeaders.END, header.sequence(), count + 1),
                written);
        if (recordsSinceClaim >= TailReader.CLAIM_EVERY) {
            repeatClaim();
        }
    }

    /// Notes that everything to be published up to a source position is in the change log, although the last source
    /// transaction ended before it. Not inside a source transaction.
    public void mark(SourcePosition position) {
        written = ResumePoint.after(written.sequence(), position);
        send(null, encoder.mark(written, clock.instant()), headers.of(RecordHeaders.MARK), written);
    }

    /// How far all in-sync replicas have what was written.
    ///
    /// @throws ChangeLogException if a send failed, or somebody else wrote to the lane (a newer capture, most likely)
    public ResumePoint acknowledged() {
        return acknowledgements.reached();
    }

    /// Waits until everything written is acknowledged.
    ///
    /// @throws ChangeLogException as [#acknowledged]
    public void flush() {
        try {
            producer.flush();
        } catch (KafkaException e) {
            throw new ChangeLogException(
                    "The change log did not take what was written: " + e.getMessage(), e);
        }
        acknowledgements.check();
    }

    /// Gives up what was not acknowledged yet; [#flush] first to keep it.
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    /// A zombie must not repeat its claim after a newer one: it would notice here that others wrote.
    private void repeatClaim() {
        flush();
        recordsSinceClaim = 0;
        send(
                null,
                encoder.claim(written, clock.instant(), claimant),
                headers.of(RecordHeaders.CLAIM),
                written);
    }

    // the callback tells what becomes of a record; the future would tell the same
    private void send(
            byte @Nullable [] key, byte[] value, Header header, @Nullable ResumePoint reached) {
        acknowledgements.check();
        recordsSinceClaim++;
        try {
            var _ =
                    producer.send(
                            record(partition, key, value, header),
                            (metadata, failure) ->
                                    acknowledgements.arrived(metadata, failure, reached));
        } catch (KafkaException e) {
            throw new ChangeLogException(
                    "The change log did not take a record: " + e.getMessage(), e);
        }
    }

    private static ProducerRecord<byte[], byte[]> record(
            TopicPartition partition, byte @Nullable [] key, byte[] value, Header header) {
        return new ProducerRecord<>(
                partition.topic(), partition.partition(), null, key, value, List.of(header));
    }

    private static RecordMetadata await(
            KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new ChangeLogException(
                    "The change log did not take a claim: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChangeLogException("Interrupted while claiming the change log", e);
        }
    }
}
