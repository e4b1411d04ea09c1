package io.stageline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.testing.BrokerProcess;
import io.stageline.testing.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerIT {
    private static final TopicPartition TOPIC = new TopicPartition("words", 0);

    @Test
    void keepsItsTopicsAndItsPortOverAnOrderlyRestart() throws Exception {
        Path folder = Servers.freshFolder("broker");
        String before;
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            before = broker.bootstrapServers();
            append(before, List.of("one", "two"));
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            append(broker.bootstrapServers(), List.of("three"));

            assertThat(read(broker.bootstrapServers(), 3)).containsExactly("one", "two", "three");
            assertThat(broker.bootstrapServers()).isEqualTo(before);
        }
    }

    @Test
    void losesNothingAcknowledgedWhenItsProcessIsKilled() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(Servers.freshFolder("broker"))) {
            append(broker.bootstrapServers(), List.of("one", "two"));

            broker.kill9();
            broker.restart();

            assertThat(read(broker.bootstrapServers(), 2)).containsExactly("one", "two");
        }
    }

    @Test
    void standsStillAndGoesOnWithItsProcess() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(Servers.freshFolder("broker"))) {
            append(broker.bootstrapServers(), List.of("one"));
            broker.stop();
            assertThatThrownBy(() -> append(broker.bootstrapServers(), List.of("two"), 2_000))
                    .hasMessageContaining("Timeout");

            broker.cont();

            append(broker.bootstrapServers(), List.of("three"));
            assertThat(read(broker.bootstrapServers(), 2)).contains("one", "three");
        }
    }

    @Test
    void bringsAcknowledgedRecordsToTheDiskByItself() throws Exception {
        Path folder = Servers.freshFolder("broker");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            append(broker.bootstrapServers(), List.of("one", "two"));

            // Kafka writes down how far each log is flushed.
            Path flushed = folder.resolve("log/recovery-point-offset-checkpoint");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> lines(flushed).contains("words 0 2"));
        }
    }

    @Test
    void refusesAFolderThatAnotherBrokerUses() throws Exception {
        Path folder = Servers.freshFolder("broker");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            assertThat(broker.dataFolder()).isEqualTo(folder);

            assertThatThrownBy(() -> EmbeddedBroker.start(folder))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessage(
                            "The data folder is in use: %s: by process %d",
                            folder, ProcessHandle.current().pid());
        }
    }

    @Test
    void refusesAFolderThatAnotherProcessUses() {
        try (BrokerProcess broker = BrokerProcess.start(Servers.freshFolder("broker"))) {
            assertThatThrownBy(() -> EmbeddedBroker.start(broker.dataFolder()))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining(
                            "The data folder is in use: " + broker.dataFolder() + ": by process ");
        }
    }

    @Test
    void refusesTheLogOfAnotherCluster() throws Exception {
        Path folder = Servers.freshFolder("broker");
        EmbeddedBroker.start(folder).close();
        Path meta = folder.resolve("log/meta.properties");
        Files.writeString(
                meta,
                Files.readString(meta)
                        .replaceAll("cluster.id=.*", "cluster.id=SomebodyElsesCluster__"));

        assertThatThrownBy(() -> EmbeddedBroker.start(folder))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("another Kafka cluster")
                .hasMessageContaining("SomebodyElsesCluster__");
    }

    @Test
    void refusesALogThatANewerKafkaWrote() throws Exception {
        Path folder = Servers.freshFolder("broker");
        Files.writeString(
                folder.resolve("server.properties"),
                "cluster-id=AAAAAAAAAAAAAAAAAAAAAA\nkafka-version=5.0.0\n");

        assertThatThrownBy(() -> EmbeddedBroker.start(folder))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("written by a newer Kafka")
                .hasMessageContaining("5.0.0");
    }

    @Test
    void refusesAFolderThatCannotBeMade() throws Exception {
        Path file = Files.createFile(Servers.freshFolder("broker").resolve("file"));

        assertThatThrownBy(() -> EmbeddedBroker.start(file.resolve("data")))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void takesKafkasOwnProperties() throws Exception {
        Path folder = Servers.freshFolder("broker");

        try (EmbeddedBroker broker =
                        EmbeddedBroker.start(
                                folder, 0, Map.of("auto.create.topics.enable", "true"));
                var producer = producer(broker.bootstrapServers(), 20_000)) {
            producer.send(new ProducerRecord<>("made-by-sending", "one")).get(20, TimeUnit.SECONDS);

            assertThat(folder.resolve("log/made-by-sending-0")).isDirectory();
        }
    }

    private static void append(String bootstrapServers, List<String> words) throws Exception {
        append(bootstrapServers, words, 20_000);
    }

    private static void append(String bootstrapServers, List<String> words, int timeoutMillis)
            throws Exception {
        try (var admin =
                Admin.create(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "default.api.timeout.ms",
                                timeoutMillis,
                                "request.timeout.ms",
                                timeoutMillis))) {
            if (!admin.listTopics().names().get().contains(TOPIC.topic())) {
                admin.createTopics(List.of(new NewTopic(TOPIC.topic(), 1, (short) 1))).all().get();
            }
        }
        try (var producer = producer(bootstrapServers, timeoutMillis)) {
            for (String word : words) {
                producer.send(new ProducerRecord<>(TOPIC.topic(), word)).get();
            }
        }
    }

    private static KafkaProducer<String, String> producer(
            String bootstrapServers, int timeoutMillis) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "max.block.ms", timeoutMillis,
                        "request.timeout.ms", timeoutMillis,
                        "delivery.timeout.ms", timeoutMillis,
                        "linger.ms", 0);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static List<String> read(String bootstrapServers, int count) {
        var properties = new Properties();
        properties.put("bootstrap.servers", bootstrapServers);
        var words = new ArrayList<String>();
        try (var consumer =
                new KafkaConsumer<>(
                        properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(TOPIC));
            consumer.seekToBeginning(List.of(TOPIC));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> {
                        consumer.poll(Duration.ofMillis(200))
                                .forEach(each -> words.add(each.value()));
                        return words.size() >= count;
                    });
        }
        return words;
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
