package io.stageline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import io.stageline.changelog.TransactionId;
import io.stageline.changelog.topic.ChangeLogConfig;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.changelog.topic.ChangeLogWriter;
import io.stageline.changelog.topic.Claimant;
import io.stageline.changelog.topic.ResumePoint;
import io.stageline.changelog.topic.SourceStamp;
import io.stageline.configuration.Secret;
import io.stageline.database.DatabaseConfig;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.Role;
import io.stageline.testing.ServerKind;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A staging and a production database with a change log between them, all of one kind of server. What is changed in staging reaches the change log
/// through PostgreSQL's own decoder, or MySQL's binlog as capture reads it, and production through the publisher under test.
final class TestPipeline implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String name = "p" + UUID.randomUUID().toString().substring(0, 8);
    private final StagingLog log;
    private final RealDatabase production;
    private final ChangeLogTopic topic =
            new ChangeLogTopic(
                    new ChangeLogConfig(
                            Servers.kafka().bootstrapServers(),
                            Path.of("unused"),
                            1,
                            67108864,
                            Map.of()),
                    name);
    private ChangeLogWriter writer;
    private long sequence;
    private long position = 1000;

    /// Staging, and what was committed in it.
    interface StagingLog extends AutoCloseable {
        RealDatabase staging();

        /// Runs statements, separated by semicolons, as one source transaction.
        void commit(String sql);

        /// The changes of each source transaction that was committed since this was asked for the last time.
        List<List<ChangeEvent>> next();

        @Override
        void close();
    }

    /// @param schema SQL for both databases
    TestPipeline(String schema) {
        this(schema, Servers.postgres(Role.PRODUCTION).createDatabase());
    }

    /// @param production on a server of its own; closed with this pipeline
    TestPipeline(String schema, TestDatabase production) {
        this(schema, new PostgresStaging(), production);
    }

    private TestPipeline(String schema, StagingLog log, RealDatabase production) {
        this.log = log;
        this.production = production;
        assertThat(topic.ensure()).isEmpty();
        log.staging().execute(schema);
        production.execute(schema);
        assertThat(log.next()).isEmpty();
        writer =
                topic.claim(
                        0,
                        new Claimant("test", Optional.empty()),
                        ResumePoint.START,
                        Clock.systemUTC());
    }

    /// @param schema SQL for both databases
    static TestPipeline of(ServerKind kind, String schema) {
        return switch (kind) {
            case POSTGRES -> new TestPipeline(schema);
            case MYSQL -> {
                var log = new MySqlStaging();
                yield new TestPipeline(
                        schema, log, ServerKind.createMySqlProduction(log.staging().name()));
            }
        };
    }

    RealDatabase staging() {
        return log.staging();
    }

    RealDatabase production() {
        return production;
    }

    ChangeLogTopic topic() {
        return topic;
    }

    String name() {
        return name;
    }

    Sequence sequence() {
        return new Sequence(sequence);
    }

    ChangeLogWriter writer() {
        return writer;
    }

    /// Runs each text as one source transaction and brings them to the change log.
    void change(String... transactions) {
        for (String sql : transactions) {
            log.commit(sql);
        }
        capture();
    }

    /// Brings to the change log what was committed in staging.
    void capture() {
        log.next().forEach(this::append);
        writer.flush();
    }

    /// Writes one source transaction of these events.
    TransactionHeader append(List<ChangeEvent> events) {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("A source transaction without events");
        }
        TransactionHeader header = begin();
        Map<TableId, Long> counts = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            counts.merge(events.get(i).table(), 1L, Long::sum);
            write(header, i + 1, events.get(i));
        }
        end(header, counts);
        return header;
    }

    void end(TransactionHeader header, Map<TableId, Long> counts) {
        writer.end(header, new PostgresLsn(++position), counts);
    }

    TransactionHeader begin() {
        var header =
                new TransactionHeader(
                        new Sequence(++sequence),
                        writer.epoch(),
                        new TransactionId(Long.toString(700 + sequence)),
                        Instant.parse("2026-11-22T10:00:00Z"));
        writer.begin(header);
        return header;
    }

    void write(TransactionHeader header, long ordinal, ChangeEvent event) {
        writer.change(
                header,
                ordinal,
                event,
                new SourceStamp("staging", new PostgresLsn(position), List.of(), ordinal));
    }

    /// Another capture takes over; a half-written source transaction comes again under its number.
    void claimAnew() {
        writer.close();
        writer =
                topic.claim(
                        0,
                        new Claimant("test again", Optional.empty()),
                        ResumePoint.START,
                        Clock.systemUTC());
        sequence = writer.resumePoint().sequence().value();
    }

    PublisherSettings settings(PublisherConfig config) {
        return new PublisherSettings(
                name,
                0,
                new DatabaseConfig(
                        production.url(), production.user(), new Secret(production.password())),
                config,
                "test");
    }

    static PublisherConfig config() {
        return config(5000, 20000);
    }

    static PublisherConfig config(int batchRows, int streamRows) {
        return config(PublisherConfig.ConflictPolicy.HALT, batchRows, streamRows);
    }

    static PublisherConfig config(
            PublisherConfig.ConflictPolicy policy, int batchRows, int streamRows, String... rules) {
        return config(
                policy, PublisherConfig.ForeignKeyCheck.PRODUCTION, batchRows, streamRows, rules);
    }

    static PublisherConfig config(
            PublisherConfig.ConflictPolicy policy,
            PublisherConfig.ForeignKeyCheck check,
            int batchRows,
            int streamRows,
            String... rules) {
        return new PublisherConfig(
                policy,
                List.of(rules),
                batchRows,
                streamRows,
                Duration.ofSeconds(60),
                Duration.ofMillis(300),
                check,
                500);
    }

    RunningPublisher start() {
        return start(config());
    }

    RunningPublisher start(PublisherConfig config) {
        return RunningPublisher.start(new PublishLoop(settings(config), topic, Clock.systemUTC()));
    }

    /// Publishes everything and stops again.
    PublishStatus publish() {
        return publish(config());
    }

    PublishStatus publish(PublisherConfig config) {
        try (RunningPublisher publisher = start(config)) {
            awaitPublished(publisher);
            return publisher.loop().status();
        }
    }

    void awaitPublished(RunningPublisher publisher) {
        Awaitility.await("published up to " + sequence())
                .pollInterval(Duration.ofMillis(20))
                .atMost(PATIENCE)
                .until(() -> {
                    PublishStatus status = publisher.loop().status();
                    if (publisher.ended() || status.conflict().isPresent()) {
                        throw new AssertionError("Not published: " + status);
                    }
                    return status.sequence().equals(sequence());
                });
    }

    /// Both databases hold the same rows in all tables.
    void assertEqual() {
        try (Connection one = staging().connect();
                Connection other = production.connect()) {
            for (List<@Nullable String> table : RealDatabase.rows(one, tables())) {
                String rows = "SELECT * FROM " + table.getFirst();
                assertThat(RealDatabase.rows(other, rows))
                        .as("%s", table.getFirst())
                        .containsExactlyInAnyOrderElementsOf(RealDatabase.rows(one, rows));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String tables() {
        return "SELECT table_name FROM information_schema.tables WHERE table_schema = '%s' ORDER BY 1"
                .formatted(staging().schema());
    }

    @Override
    public void close() {
        writer.close();
        log.close();
        production.close();
    }
}
