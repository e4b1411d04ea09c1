package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.site.Backlog;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.topic.ChangeLogConfig;
import io.stageline.changelog.topic.ChangeLogTopic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Looks whether the change log has the last source transaction: when its end stands still, its tail is read. Owned by one thread.
final class TopicWatch implements AutoCloseable {
    private static final int LANE = 0;
    private static final int RECORD_BYTES_MAX = 67_108_864;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final ChangeLogTopic topic;
    private final PostgresLsn finish;
    private long end;

    TopicWatch(String bootstrapServers, Backlog backlog) {
        var config =
                new ChangeLogConfig(
                        bootstrapServers, Path.of("unused"), 1, RECORD_BYTES_MAX, Map.of());
        this.consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrapServers),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        this.partition = new TopicPartition(StagelineProcess.PIPELINE + ".changes", LANE);
        consumer.assign(Set.of(partition));
        this.topic = new ChangeLogTopic(config, StagelineProcess.PIPELINE);
        this.finish = PostgresLsn.parse(backlog.finishPosition());
    }

    boolean hasAll() {
        long before = end;
        end = consumer.endOffsets(Set.of(partition), PATIENCE).getOrDefault(partition, 0L);
        return end > 0
                && end == before
                && topic.tail(LANE)
                        .resumePoint()
                        .position()
                        .filter(position -> position.isAfter(finish))
                        .isPresent();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
