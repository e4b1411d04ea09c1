package io.stageline.changelog.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/// The Kafka client settings: the operator's own first, then what a guarantee rests on.
final class KafkaProperties {
    /// A consumer of a lane is in no group and commits nothing: with patience it would only wait for the answer to its last fetch, up to
    /// `fetch.max.wait.ms`, to end a fetch session that the broker forgets by itself.
    static final CloseOptions AT_ONCE = CloseOptions.timeout(Duration.ZERO);

    private KafkaProperties() {}

    static Map<String, Object> admin(ChangeLogConfig config) {
        Map<String, Object> properties = new HashMap<>(config.kafka());
        properties.put("bootstrap.servers", config.bootstrapServers());
        properties.putIfAbsent("default.api.timeout.ms", "20000");
        properties.putIfAbsent("request.timeout.ms", "10000");
        return properties;
    }

    static Map<String, Object> producer(ChangeLogConfig config) {
        Map<String, Object> properties = new HashMap<>(config.kafka());
        properties.put("bootstrap.servers", config.bootstrapServers());
        properties.put("key.serializer", ByteArraySerializer.class);
        properties.put("value.serializer", ByteArraySerializer.class);
        properties.put("acks", "all");
        properties.put("enable.idempotence", "true");
        properties.put("max.request.size", Integer.toString(config.recordBytesMax()));
        properties.putIfAbsent("compression.type", "zstd");
        properties.putIfAbsent("compression.zstd.level", "1");
        properties.putIfAbsent("batch.size", "262144");
        // a backlog goes in large batches; with nothing more to write, ChangeLogWriter.hurry sends
        // at once
        properties.putIfAbsent("linger.ms", "20");
        properties.putIfAbsent(
                "buffer.memory",
                Long.toString(Math.max(33_554_432L, 2L * config.recordBytesMax())));
        properties.putIfAbsent("max.block.ms", "60000");
        properties.putIfAbsent("delivery.timeout.ms", "60000");
        properties.putIfAbsent("request.timeout.ms", "15000");
        return properties;
    }

    static Map<String, Object> consumer(ChangeLogConfig config) {
        Map<String, Object> properties = new HashMap<>(config.kafka());
        properties.put("bootstrap.servers", config.bootstrapServers());
        // as they lie in what was fetched, not copied
        properties.put("key.deserializer", ByteBufferDeserializer.class);
        properties.put("value.deserializer", ByteBufferDeserializer.class);
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "earliest");
        properties.put("allow.auto.create.topics", "false");
        properties.putIfAbsent("max.poll.records", "5000");
        properties.putIfAbsent("fetch.max.bytes", "16777216");
        properties.putIfAbsent("max.partition.fetch.bytes", "8388608");
        properties.putIfAbsent("fetch.max.wait.ms", "500");
        return properties;
    }
}
