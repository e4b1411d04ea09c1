package io.stageline.publisher.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.topic.ChangeLogConfig;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.changelog.topic.ConflictTopic;
import io.stageline.database.Database;
import io.stageline.publisher.state.HeldRows;
import io.stageline.testing.BrokerProcess;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.ServerKind;
import io.stageline.testing.Servers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(ServerKind.class)
class ConflictReportIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ServerKind kind;
    private BrokerProcess broker;
    private RealDatabase production;

    ConflictReportIT(ServerKind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() throws SQLException {
        broker = BrokerProcess.start(Servers.freshFolder("conflict-report"));
        production = kind.createProduction();
        HeldRows.begin(production);
        HeldRows.conflict(production, 5, "unique_exists", "product", "5 minutes");
    }

    @AfterEach
    void stop() {
        production.close();
        broker.close();
    }

    @Test
    void everyConflictIsSentOnceWithTheHeadersOfDeadLetters() throws Exception {
        production.execute(
                "UPDATE stageline.conflict SET detail = '{\"type\": \"unique_exists\", \"row\": {\"name\": null}, \"topic_offset\": 90210}'");
        try (ConflictReport report = report()) {
            awaitAnnounced(1);
            HeldRows.conflict(production, 9, "update_missing", "stock", "1 minute");
            report.announce();
            awaitAnnounced(2);
        }

        List<ConsumerRecord<String, String>> records = read();
        assertThat(records)
                .extracting(ConsumerRecord::key)
                .containsExactly("{\"id\": \"5\"}", "{\"id\": \"9\"}");
        assertThat(records.getFirst().value())
                .contains("\"id\": 1,")
                .contains("\"pipeline\": \"shop\"")
                .contains("\"lane\": 0")
                .contains("\"held\": true")
                .contains("\"row\": {\"name\": null}")
                .doesNotContain("resolution")
                .contains("\"type\": \"unique_exists\"");
        assertThat(headers(records.getFirst()))
                .containsEntry("__connect.errors.topic", "shop.changes")
                .containsEntry("__connect.errors.partition", "0")
                .containsEntry("__connect.errors.offset", "90210")
                .containsEntry("__connect.errors.connector.name", "shop")
                .containsEntry("__connect.errors.task.id", "0")
                .containsEntry("__connect.errors.stage", "TASK_PUT")
                .containsEntry("__connect.errors.exception.class.name", "unique_exists")
                .containsEntry("__connect.errors.exception.message", "#5 is refused")
                .containsKeys(
                        "__connect.errors.class.name", "__connect.errors.exception.stacktrace");
        assertThat(headers(records.getLast())).doesNotContainKey("__connect.errors.offset");
    }

    @Test
    void theTopicIsMadeWithSettingsOfItsOwn() throws Exception {
        try (ConflictReport _ = report()) {
            awaitAnnounced(1);
        }

        var resource = new ConfigResource(ConfigResource.Type.TOPIC, "shop.conflicts");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            var settings =
                    Optional.ofNullable(
                                    admin.describeConfigs(Set.of(resource))
                                            .all()
                                            .get()
                                            .get(resource))
                            .orElseThrow();
            assertThat(settings.get("cleanup.policy").value()).isEqualTo("delete");
            assertThat(settings.get("retention.ms").value()).isEqualTo("2592000000");
            assertThat(settings.get("unclean.leader.election.enable").value()).isEqualTo("false");
        }
    }

    @Test
    void whatCouldNotBeSentIsSentLaterAndNobodyWaits() throws Exception {
        broker.terminate();
        long before = System.nanoTime();
        try (ConflictReport report = report()) {
            report.announce();
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isLessThan(Duration.ofSeconds(5));
            broker.restart();

            awaitAnnounced(1);
        }
        assertThat(read()).hasSize(1);
    }

    @Test
    void aClosedReportLeavesTheRestToTheNextOne() throws Exception {
        broker.terminate();
        ConflictReport first = report();

        first.close();

        assertThat(announced()).isZero();
        broker.restart();
        try (ConflictReport _ = report()) {
            awaitAnnounced(1);
        }
    }

    private ConflictReport report() {
        var config =
                new ChangeLogConfig(
                        broker.bootstrapServers(), Path.of("unused"), 1, 67108864, Map.of());
        var database = new Database("stageline report", production.config());
        return ConflictReport.start(
                database, new ConflictTopic(new ChangeLogTopic(config, "shop")), "shop", 0);
    }

    private void awaitAnnounced(long count) {
        Awaitility.await().atMost(PATIENCE).until(() -> announced() == count);
    }

    private long announced() {
        return Long.parseLong(
                production.value(
                        "SELECT count(*) FROM stageline.conflict WHERE announced_at IS NOT NULL"));
    }

    private List<ConsumerRecord<String, String>> read() {
        Map<String, Object> properties =
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "key.deserializer",
                        StringDeserializer.class,
                        "value.deserializer",
                        StringDeserializer.class,
                        "auto.offset.reset",
                        "earliest");
        var partition = new TopicPartition("shop.conflicts", 0);
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<String, String>(properties)) {
            consumer.assign(Set.of(partition));
            Long end = consumer.endOffsets(Set.of(partition)).get(partition);
            while (end != null && consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
        }
        return records;
    }

    private static Map<String, String> headers(ConsumerRecord<String, String> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers()
                .forEach(header ->
                        headers.put(
                                header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }
}
