package io.stageline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.LogEntry;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.changelog.topic.ResumePoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CaptureDurabilityIT {

    /// Production's checkpoint, as an embedded broker's capture knows it.
    private record Applied(AtomicLong sequence) implements Durability {
        @Override
        public ResumePoint floor() {
            return ResumePoint.START;
        }

        @Override
        public Optional<Sequence> durableUpTo() {
            return Optional.of(new Sequence(sequence.get()));
        }
    }

    @Test
    void neverConfirmsMoreThanProductionHasAndCompletesAChangeLogThatLostItsTail()
            throws Exception {
        var applied = new Applied(new AtomicLong(2));
        try (var pipeline = new Pipeline()) {
            pipeline.staging.execute("CREATE TABLE item (id int PRIMARY KEY)");
            capture(pipeline, applied, 1, 5);
            List<LogEntry> before = pipeline.entries();
            String second = position(before, 2);
            String third = position(before, 3);
            assertThat(pipeline.slotReached(second)).isTrue();
            assertThat(pipeline.slotReached(third)).isFalse();

            // a restart goes on behind #5, and must not confirm by that alone
            capture(pipeline, applied, 6, 6);
            assertThat(pipeline.slotReached(third)).isFalse();

            var shorter = new Pipeline(pipeline.name + "-cut", pipeline);
            copy(pipeline, shorter, end(before, 3));
            try (RunningCapture capture = shorter.start(applied)) {
                capture.captured(6);
            }
            assertThat(shorter.text().complete()).isEqualTo(pipeline.text().complete());
            assertThat(shorter.text().odd()).isEmpty();

            applied.sequence.set(6);
            try (RunningCapture _ = shorter.start(applied)) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> pipeline.slotReached(position(shorter.entries(), 6)));
            }
        }
    }

    private static void capture(Pipeline pipeline, Durability applied, int from, int to) {
        try (RunningCapture capture = pipeline.start(applied).streaming()) {
            for (int id = from; id <= to; id++) {
                pipeline.staging.execute("INSERT INTO item VALUES (" + id + ")");
            }
            capture.captured(to);
            // some ticks later, everything that could move the slot has had its turn
            long ticks = marks(pipeline);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> marks(pipeline) >= ticks + 3);
        }
    }

    private static long marks(Pipeline pipeline) {
        return pipeline.entries().stream().filter(LogEntry.Mark.class::isInstance).count();
    }

    private static LogEntry.End endOf(List<LogEntry> entries, long sequence) {
        return entries.stream()
                .filter(LogEntry.End.class::isInstance)
                .map(LogEntry.End.class::cast)
                .filter(end -> end.header().sequence().value() == sequence)
                .findFirst()
                .orElseThrow();
    }

    private static String position(List<LogEntry> entries, long sequence) {
        return endOf(entries, sequence).position().text();
    }

    private static long end(List<LogEntry> entries, long sequence) {
        return endOf(entries, sequence).topicOffset();
    }

    /// Copies the records up to a topic offset, as if the others had never reached the disk.
    private static void copy(Pipeline from, Pipeline to, long lastOffset) throws Exception {
        ChangeLogTopic target = to.changeLog;
        assertThat(target.ensure()).isEmpty();
        Map<String, Object> servers =
                Map.of("bootstrap.servers", Pipeline.logConfig().bootstrapServers());
        var partition = new TopicPartition(from.changeLog.name(), 0);
        try (var consumer =
                        new KafkaConsumer<>(
                                servers, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var producer =
                        new KafkaProducer<>(
                                servers, new ByteArraySerializer(), new ByteArraySerializer())) {
            consumer.assign(Set.of(partition));
            consumer.seekToBeginning(Set.of(partition));
            while (consumer.position(partition) <= lastOffset) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(5))) {
                    if (record.offset() <= lastOffset) {
                        producer.send(
                                        new ProducerRecord<>(
                                                target.name(),
                                                0,
                                                record.key(),
                                                record.value(),
                                                record.headers()))
                                .get();
                    }
                }
            }
        }
        assertThat(target.tail(0).epoch()).isNotEqualTo(Epoch.NONE);
    }
}
