package io.stageline.changelog.topic;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.Sequence;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/// The door to the change log of one pipeline: the topic `<pipeline>.changes`, one partition a lane.
///
/// Stateless; safe to use from any thread. What it opens belongs to the thread that opened it.
public final class ChangeLogTopic {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /// What the topic must say for our guarantees to hold; the topic is created with these and checked on each start.
    private static final Map<String, String> REQUIRED =
            Map.of(
                    "cleanup.policy", "delete", // compaction would drop changes
                    "message.timestamp.type", "CreateTime");

    private final ChangeLogConfig config;
    private final String pipeline;

    public ChangeLogTopic(ChangeLogConfig config, String pipeline) {
        this.config = config;
        this.pipeline = pipeline;
    }

    public String name() {
        return pipeline + ".changes";
    }

    /// Creates the topic with explicit settings where it is missing, then checks it.
    ///
    /// @return what is wrong with the topic, each a sentence that says what to do; empty when all is well
    /// @throws ChangeLogException if Kafka cannot be reached or refuses
    public List<String> ensure() {
        try (Admin admin = Admin.create(KafkaProperties.admin(config))) {
            if (describe(admin) == null) {
                create(admin);
                awaitVisible(admin);
            }
            return check(admin);
        }
    }

    /// Like [#ensure], but changes nothing: a missing topic is a finding, not created.
    ///
    /// @throws ChangeLogException if Kafka cannot be reached or refuses
    public List<String> inspect() {
        try (Admin admin = Admin.create(KafkaProperties.admin(config))) {
            return describe(admin) == null ? List.of() : check(admin);
        }
    }

    /// Whether the topic is there.
    ///
    /// @throws ChangeLogException if Kafka cannot be reached or refuses
    public boolean exists() {
        try (Admin admin = Admin.create(KafkaProperties.admin(config))) {
            return describe(admin) != null;
        }
    }

    /// Whether an acknowledged record survives the loss of a machine: at least two replicas, at least two of them in sync for
    /// each acknowledgement. If not, the slot may forget only what production has applied (docs/decisions/0004).
    ///
    /// @throws ChangeLogException if Kafka cannot be reached or refuses, or the topic is missing
    public boolean replicated() {
        try (Admin admin = Admin.create(KafkaProperties.admin(config))) {
            TopicDescription topic = describe(admin);
            if (topic == null) {
                throw new ChangeLogException("Topic " + name() + " does not exist yet");
            }
            boolean copied =
                    topic.partitions().stream()
                            .allMatch(partition -> partition.replicas().size() >= 2);
            ConfigEntry inSync = settings(admin).get("min.insync.replicas");
            return copied && inSync != null && Integer.parseInt(inSync.value()) >= 2;
        }
    }

    /// The end of a lane. The topic must exist.
    public Tail tail(int lane) {
        try (var reader = new TailReader(config, partition(lane))) {
            return reader.read();
        }
    }

    /// Begins a new reign over a lane: appends a claim above the newest epoch, waits for its acknowledgement, reads once
    /// more up to it, and only then returns a writer. Blocks for a few round trips.
    ///
    /// @param owner who claims, in words for people (host, process)
    /// @param floor where capture goes on at the earliest: production may be ahead of a change log that lost its tail
    /// @throws ChangeLogException if somebody claimed a higher epoch at the same time
    public ChangeLogWriter claim(int lane, String owner, ResumePoint floor, Clock clock) {
        return ChangeLogWriter.claim(this, lane, owner, floor, clock);
    }

    /// A reader from the beginning of a lane, or from a topic offset.
    ///
    /// @param offset where to start; one outside the partition starts at its beginning
    /// @param reigning the capture epoch known to reign at that offset; [Epoch#NONE] at the beginning
    /// @param last the reader already has every sequence up to this one
    public ChangeLogReader read(int lane, long offset, Epoch reigning, Sequence last) {
        return new ChangeLogReader(config, partition(lane), offset, new LaneView(reigning, last));
    }

    TopicPartition partition(int lane) {
        return new TopicPartition(name(), lane);
    }

    ChangeLogConfig config() {
        return config;
    }

    String pipeline() {
        return pipeline;
    }

    private void create(Admin admin) {
        Map<String, String> settings = new HashMap<>(REQUIRED);
        settings.put(
                "retention.ms",
                "-1"); // retention is the operator's decision, made with alter-configs
        settings.put("retention.bytes", "-1");
        settings.put("compression.type", "producer");
        settings.put("max.message.bytes", Integer.toString(config.recordBytesMax()));
        settings.put("min.insync.replicas", config.replicationFactor() > 1 ? "2" : "1");
        settings.put("unclean.leader.election.enable", "false");
        var topic = new NewTopic(name(), 1, (short) config.replicationFactor()).configs(settings);
        try {
            wait(admin.createTopics(Set.of(topic)).all());
        } catch (ChangeLogException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private @Nullable TopicDescription describe(Admin admin) {
        try {
            return wait(admin.describeTopics(Set.of(name())).allTopicNames()).get(name());
        } catch (ChangeLogException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw e;
        }
    }

    private List<String> check(Admin admin) {
        List<String> findings = new ArrayList<>();
        Config settings = settings(admin);
        REQUIRED.forEach((key, value) -> {
            ConfigEntry entry = settings.get(key);
            if (entry == null || !value.equals(entry.value())) {
                findings.add(
                        "Topic %s has %s=%s and needs %s: kafka-configs --alter --topic %s --add-config %s=%s"
                                .formatted(
                                        name(),
                                        key,
                                        entry == null ? "?" : entry.value(),
                                        value,
                                        name(),
                                        key,
                                        value));
            }
        });
        ConfigEntry size = settings.get("max.message.bytes");
        if (size != null
                && Long.parseLong(String.valueOf(size.value())) < config.recordBytesMax()) {
            findings.add(
                    "Topic %s takes records of %s bytes; change-log.record-bytes-max is %d: raise max.message.bytes or lower it"
                            .formatted(name(), size.value(), config.recordBytesMax()));
        }
        return findings;
    }

    /// A topic that was just made is not known to every part of a broker at once.
    private void awaitVisible(Admin admin) {
        long deadlineNanos = System.nanoTime() + KafkaAnswer.PATIENCE.toNanos();
        while (!isVisible(admin)) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new ChangeLogException("Topic " + name() + " was made and does not appear");
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    private boolean isVisible(Admin admin) {
        try {
            return describe(admin) != null && !settings(admin).entries().isEmpty();
        } catch (ChangeLogException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    private Config settings(Admin admin) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, name());
        Config settings = wait(admin.describeConfigs(Set.of(resource)).all()).get(resource);
        if (settings == null) {
            throw new ChangeLogException("Kafka did not describe topic " + name());
        }
        return settings;
    }

    private <T> T wait(KafkaFuture<T> future) {
        return KafkaAnswer.of(config, future);
    }
}
