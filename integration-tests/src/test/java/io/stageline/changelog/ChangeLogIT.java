package io.stageline.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stageline.changelog.Columns.ValueForm;
import io.stageline.changelog.topic.ChangeLogConfig;
import io.stageline.changelog.topic.ChangeLogException;
import io.stageline.changelog.topic.ChangeLogReader;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.changelog.topic.ChangeLogWriter;
import io.stageline.changelog.topic.Claimant;
import io.stageline.changelog.topic.ResumePoint;
import io.stageline.changelog.topic.SourceStamp;
import io.stageline.changelog.topic.Tail;
import io.stageline.testing.Servers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class ChangeLogIT {
    private static final TableId TABLE = new TableId("public", "product");
    private static final Columns COLUMNS =
            Columns.of(List.of("id", "name"), List.of(ValueForm.NUMBER, ValueForm.TEXT));

    private final ChangeLogTopic topic = freshTopic();

    @Test
    void readsWhatWasWrittenInOrder() {
        try (ChangeLogWriter writer = claim("first")) {
            write(writer, 1, 3);
            write(writer, 2, 1);
            writer.flush();
        }

        assertThat(kinds(readAll()))
                .containsExactly(
                        "Claim", "Begin", "Change", "Change", "Change", "End", "Begin", "Change",
                        "End");
    }

    @Test
    void sendsInAHurryWhatWouldWaitForMore() {
        ChangeLogTopic patient = freshTopic(Map.of("linger.ms", "3000"));
        try (ChangeLogWriter writer =
                patient.claim(
                        0,
                        new Claimant("first", Optional.empty()),
                        ResumePoint.START,
                        Clock.systemUTC())) {
            write(writer, 1, 3);
            assertThat(writer.acknowledged()).isEqualTo(ResumePoint.START);

            writer.hurry();

            assertThat(writer.acknowledged()).isEqualTo(point(1));
        }
    }

    @Test
    void goesOnBehindTheLastCompleteTransaction() {
        try (ChangeLogWriter writer = claim("first")) {
            write(writer, 1, 3);
            writer.begin(header(writer, 2));
            writer.change(header(writer, 2), 1, insert(1), stamp(1));
            writer.flush();
        }

        try (ChangeLogWriter writer = claim("second")) {
            assertThat(writer.resumePoint()).isEqualTo(point(1));
            assertThat(writer.epoch()).isEqualTo(new Epoch(2));
        }
    }

    @Test
    void discardsTheHalfTransactionOfAnEndedReign() {
        try (ChangeLogWriter writer = claim("first")) {
            writer.begin(header(writer, 1));
            writer.change(header(writer, 1), 1, insert(1), stamp(1));
            writer.flush();
        }
        try (ChangeLogWriter writer = claim("second")) {
            write(writer, 1, 1);
            writer.flush();
        }

        assertThat(kinds(readAll()))
                .containsExactly(
                        "Claim", "Begin", "Change", "Discarded", "Claim", "Begin", "Change", "End");
    }

    @Test
    void fencesAnOlderCaptureAndTellsIt() {
        try (ChangeLogWriter old = claim("old");
                ChangeLogWriter young = claim("young")) {
            write(young, 1, 1);
            young.flush();

            assertThatThrownBy(
                            () -> {
                                write(old, 1, 1);
                                old.flush();
                            })
                    .isInstanceOf(ChangeLogException.class)
                    .hasMessageContaining("Somebody else wrote");
        }
        assertThat(kinds(readAll()).stream().filter("End"::equals)).hasSize(1);
        assertThat(topic.tail(0).owner()).isEqualTo("young");
    }

    @Test
    void doesNotTrustWhatAZombieWroteBehindTheNewerClaim() {
        try (ChangeLogWriter old = claim("old");
                ChangeLogWriter young = claim("young")) {
            write(young, 1, 1);
            young.flush();
            assertThatThrownBy(
                            () -> {
                                write(old, 1, 1);
                                write(old, 2, 1);
                                old.flush();
                            })
                    .isInstanceOf(ChangeLogException.class);
        }

        assertThat(topic.tail(0).resumePoint()).isEqualTo(point(1));
    }

    @Test
    void findsTheTailFarBehindTheFirstClaim() {
        try (ChangeLogWriter writer = claim("first")) {
            for (int sequence = 1; sequence <= 120; sequence++) {
                write(writer, sequence, 1_000);
            }
            writer.flush();
        }

        Tail tail = topic.tail(0);
        assertThat(tail.resumePoint()).isEqualTo(point(120));
        assertThat(tail.owner()).isEqualTo("first");
    }

    @Test
    void marksMoveTheResumePointWithoutASequence() {
        try (ChangeLogWriter writer = claim("first")) {
            write(writer, 1, 1);
            writer.mark(new PostgresLsn(5_000));
            writer.flush();
        }

        assertThat(topic.tail(0).resumePoint())
                .isEqualTo(ResumePoint.after(new Sequence(1), new PostgresLsn(5_000)));
    }

    @Test
    void goesOnWhereProductionIsWhenTheTailWasLost() {
        try (ChangeLogWriter writer = claim("first")) {
            write(writer, 1, 1);
            writer.flush();
        }

        try (ChangeLogWriter writer =
                topic.claim(
                        0, new Claimant("second", Optional.empty()), point(7), Clock.systemUTC())) {
            assertThat(writer.resumePoint()).isEqualTo(point(7));
            write(writer, 8, 1);
            writer.flush();
        }
        assertThat(readAll().getLast()).isInstanceOf(LogEntry.Torn.class);
        assertThat(read(0, Epoch.NONE, new Sequence(7)).getLast()).isInstanceOf(LogEntry.End.class);
    }

    @Test
    void namesGarbageOfOthersAndReadsOn() {
        try (ChangeLogWriter writer = claim("first")) {
            write(writer, 1, 1);
            writer.flush();
        }
        sendForeign("hello");
        try (ChangeLogWriter writer = claim("second")) {
            write(writer, 2, 1);
            writer.flush();
        }

        assertThat(kinds(readAll()))
                .containsExactly(
                        "Claim",
                        "Begin",
                        "Change",
                        "End",
                        "Unreadable",
                        "Claim",
                        "Begin",
                        "Change",
                        "End");
    }

    @Test
    void refusesAChangeLargerThanTheLimitByItsSize() {
        try (ChangeLogWriter writer = claim("first")) {
            var huge =
                    new ChangeEvent.Insert(
                            TABLE,
                            RowImage.owning(COLUMNS, new String[] {"1", "x".repeat(70_000_000)}));

            assertThatThrownBy(() -> writer.change(header(writer, 1), 1, huge, stamp(1)))
                    .isInstanceOf(ChangeLogException.class)
                    .hasMessageContaining("record-bytes-max")
                    .hasMessageContaining("public.product");
        }
    }

    @Test
    void namesATopicWhoseSettingsWouldLoseChanges() {
        try (var admin =
                org.apache.kafka.clients.admin.Admin.create(
                        Map.of("bootstrap.servers", Servers.kafka().bootstrapServers()))) {
            var compacted =
                    new org.apache.kafka.clients.admin.NewTopic("bad-" + topic.name(), 1, (short) 1)
                            .configs(Map.of("cleanup.policy", "compact"));
            admin.createTopics(List.of(compacted))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }

        var bad =
                new ChangeLogTopic(config(Map.of()), "bad-" + topic.name().replace(".changes", ""));
        assertThat(bad.inspect()).anyMatch(finding -> finding.contains("cleanup.policy=delete"));
    }

    private ChangeLogWriter claim(String owner) {
        return topic.claim(
                0, new Claimant(owner, Optional.empty()), ResumePoint.START, Clock.systemUTC());
    }

    private static void write(ChangeLogWriter writer, long sequence, int changes) {
        TransactionHeader header = header(writer, sequence);
        writer.begin(header);
        for (int ordinal = 1; ordinal <= changes; ordinal++) {
            writer.change(header, ordinal, insert(ordinal), stamp(ordinal));
        }
        writer.end(header, new PostgresLsn(sequence * 100), Map.of(TABLE, (long) changes));
    }

    private static TransactionHeader header(ChangeLogWriter writer, long sequence) {
        return new TransactionHeader(
                new Sequence(sequence),
                writer.epoch(),
                new TransactionId("t" + sequence),
                Instant.EPOCH);
    }

    private static ChangeEvent insert(int id) {
        return new ChangeEvent.Insert(
                TABLE, RowImage.owning(COLUMNS, new String[] {"" + id, "name " + id}));
    }

    private static SourceStamp stamp(long ordinal) {
        return new SourceStamp("shop", new PostgresLsn(ordinal), List.of("id"), ordinal);
    }

    private static ResumePoint point(long sequence) {
        return ResumePoint.after(new Sequence(sequence), new PostgresLsn(sequence * 100));
    }

    private List<LogEntry> readAll() {
        return read(0, Epoch.NONE, Sequence.NONE);
    }

    private List<LogEntry> read(long offset, Epoch reigning, Sequence last) {
        List<LogEntry> entries = new ArrayList<>();
        try (ChangeLogReader reader = topic.read(0, offset, reigning, last)) {
            while (reader.nextOffset() < reader.endOffset()) {
                entries.addAll(reader.poll(Duration.ofMillis(200)));
            }
        }
        return entries;
    }

    private static List<String> kinds(List<LogEntry> entries) {
        return entries.stream().map(entry -> entry.getClass().getSimpleName()).toList();
    }

    private void sendForeign(String value) {
        try (var producer =
                new KafkaProducer<byte[], byte[]>(
                        Map.of("bootstrap.servers", Servers.kafka().bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            var _ =
                    producer.send(
                            new ProducerRecord<>(
                                    topic.name(), value.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static ChangeLogTopic freshTopic() {
        return freshTopic(Map.of());
    }

    private static ChangeLogTopic freshTopic(Map<String, String> kafka) {
        var fresh =
                new ChangeLogTopic(
                        config(kafka), "log-" + UUID.randomUUID().toString().substring(0, 8));
        assertThat(fresh.ensure()).isEmpty();
        return fresh;
    }

    private static ChangeLogConfig config(Map<String, String> kafka) {
        return new ChangeLogConfig(
                Servers.kafka().bootstrapServers(), Path.of("unused"), 1, 67_108_864, kafka);
    }
}
