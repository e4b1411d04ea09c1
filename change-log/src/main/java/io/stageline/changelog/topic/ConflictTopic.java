package io.stageline.changelog.topic;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/// The door to the topic `<pipeline>.conflicts`: a copy of every conflict for whoever listens, with the headers that tools for
/// Kafka Connect's dead letters know. The truth is the table `stageline.conflict` in production.
///
/// Stateless; each [#send] opens a producer of its own, for conflicts are rare. Blocks while Kafka does not answer.
public final class ConflictTopic {
    private static final String HEADER = "__connect.errors.";

    /// Thirty days: long enough for whoever listens, and the table keeps them.
    private static final String RETENTION_MILLIS = Long.toString(Duration.ofDays(30).toMillis());

    private final ChangeLogConfig config;
    private final ChangeLogTopic changeLog;

    public ConflictTopic(ChangeLogTopic changeLog) {
        this.config = changeLog.config();
        this.changeLog = changeLog;
    }

    public String name() {
        return changeLog.pipeline() + ".conflicts";
    }

    /// Sends conflicts, in order; creates the topic where it is missing.
    ///
    /// @throws ChangeLogException if not all of them were acknowledged: some may have been, and come again
    public void send(List<ConflictRecord> conflicts) {
        ensure();
        try (var producer = new KafkaProducer<byte[], byte[]>(properties())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (ConflictRecord conflict : conflicts) {
                sent.add(producer.send(record(conflict)));
            }
            producer.flush();
            sent.forEach(it -> KafkaAnswer.of(config, it));
        } catch (KafkaException e) {
            throw new ChangeLogException(
                    "Conflicts cannot be sent to " + name() + ": " + e.getMessage(), e);
        }
    }

    private void ensure() {
        Map<String, String> settings = new HashMap<>();
        settings.put("cleanup.policy", "delete");
        settings.put("retention.ms", RETENTION_MILLIS);
        settings.put("compression.type", "producer");
        settings.put("max.message.bytes", Integer.toString(config.recordBytesMax()));
        settings.put("min.insync.replicas", config.replicationFactor() > 1 ? "2" : "1");
        settings.put("unclean.leader.election.enable", "false");
        var topic = new NewTopic(name(), 1, (short) config.replicationFactor()).configs(settings);
        try (Admin admin = Admin.create(KafkaProperties.admin(config))) {
            if (!KafkaAnswer.of(config, admin.listTopics().names()).contains(name())) {
                KafkaAnswer.of(config, admin.createTopics(Set.of(topic)).all());
            }
        } catch (ChangeLogException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = KafkaProperties.producer(config);
        properties.put("max.block.ms", Long.toString(KafkaAnswer.PATIENCE.toMillis()));
        properties.put("delivery.timeout.ms", Long.toString(KafkaAnswer.PATIENCE.toMillis()));
        properties.put("request.timeout.ms", "10000");
        return properties;
    }

    private ProducerRecord<byte[], byte[]> record(ConflictRecord conflict) {
        return new ProducerRecord<>(
                name(), 0, bytes(conflict.key()), bytes(conflict.value()), headers(conflict));
    }

    private List<Header> headers(ConflictRecord conflict) {
        String lane = Integer.toString(conflict.lane());
        List<Header> headers = new ArrayList<>();
        headers.add(header("topic", changeLog.name()));
        headers.add(header("partition", lane));
        conflict.topicOffset()
                .ifPresent(offset -> headers.add(header("offset", Long.toString(offset))));
        headers.add(header("connector.name", changeLog.pipeline()));
        headers.add(header("task.id", lane));
        headers.add(header("stage", "TASK_PUT"));
        headers.add(header("class.name", "io.stageline.publisher.PublishLoop"));
        headers.add(header("exception.class.name", conflict.type()));
        headers.add(header("exception.message", conflict.sentence()));
        headers.add(header("exception.stacktrace", conflict.type() + ": " + conflict.sentence()));
        return headers;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(HEADER + name, bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
