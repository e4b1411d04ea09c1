package io.stageline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.capture.CaptureConfig;
import io.stageline.capture.CaptureEnd;
import io.stageline.capture.CaptureLoop;
import io.stageline.capture.CaptureSettings;
import io.stageline.capture.CaptureStatus;
import io.stageline.capture.Durability;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.topic.ChangeLogConfig;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.database.TableSelection;
import io.stageline.publisher.PublishEnd;
import io.stageline.publisher.PublishLoop;
import io.stageline.publisher.PublishStatus;
import io.stageline.publisher.PublisherSettings;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.ServerKind;
import io.stageline.testing.Servers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// Two fresh databases and a fresh change log, with capture and publisher running in this process between them.
///
/// Owned by one thread. Closing it stops both loops and drops the databases. Beside a test's own tables there is `fixture.tick`:
/// when a row of it is in production, everything staging committed before is (on MySQL, whose schemas are databases of the whole server,
/// `fixture_tick` in the test's own).
final class Pipeline implements AutoCloseable {
    static final TableSelection PUBLIC = new TableSelection(List.of("public.*"), List.of());

    private static final Duration PUBLISHED_MAX = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(25);
    private final String name =
            "t" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private final RealDatabase staging;
    private final RealDatabase production;
    private final String tick;
    private final Connection glance;
    private final TableSelection tables;
    private final ChangeLogTopic changeLog;
    private Optional<LoopThread<CaptureLoop, CaptureEnd>> capture = Optional.empty();
    private Optional<LoopThread<PublishLoop, PublishEnd>> publisher = Optional.empty();
    private long ticks;

    private Pipeline(ServerKind kind, TableSelection tables) {
        this.production = kind.createProduction();
        this.staging = kind.createStaging(production);
        this.tick =
                switch (kind) {
                    case POSTGRES -> "fixture.tick";
                    case MYSQL -> "fixture_tick";
                };
        this.tables = new TableSelection(withTick(tables.include()), tables.exclude());
        this.changeLog =
                new ChangeLogTopic(
                        new ChangeLogConfig(
                                Servers.kafka().bootstrapServers(),
                                Path.of("unused"),
                                1,
                                67_108_864,
                                Map.of()),
                        name);
        try {
            this.glance = production.connect();
        } catch (SQLException e) {
            throw new IllegalStateException("Production does not answer", e);
        }
    }

    /// Makes both databases and loads them; nothing runs yet.
    static Pipeline of(String stagingSql, String productionSql, TableSelection tables) {
        return of(ServerKind.POSTGRES, stagingSql, productionSql, tables);
    }

    /// @param tables with the schema `public`, which stands for the databases' own
    static Pipeline of(
            ServerKind kind, String stagingSql, String productionSql, TableSelection tables) {
        var pipeline = new Pipeline(kind, tables);
        try {
            String setup =
                    switch (kind) {
                        case POSTGRES ->
                                "CREATE SCHEMA fixture; CREATE TABLE fixture.tick (number bigint PRIMARY KEY);";
                        case MYSQL -> "CREATE TABLE fixture_tick (number bigint PRIMARY KEY);";
                    };
            pipeline.staging.execute(setup + stagingSql);
            pipeline.production.execute(setup + productionSql);
            return pipeline;
        } catch (RuntimeException e) {
            pipeline.close();
            throw e;
        }
    }

    RealDatabase staging() {
        return staging;
    }

    RealDatabase production() {
        return production;
    }

    /// How many source transactions of its own it committed in staging.
    long ticks() {
        return ticks;
    }

    void start() {
        startCapture();
        startPublisher();
    }

    /// Returns when capture streams: what staging committed before the slot was made is not in the change log.
    void startCapture() {
        var settings =
                new CaptureSettings(
                        name,
                        staging.config(),
                        tables,
                        new CaptureConfig(
                                Duration.ofSeconds(10),
                                Duration.ofMinutes(5),
                                Duration.ofSeconds(15),
                                Optional.empty(),
                                Map.of()));
        var loop =
                new CaptureLoop(settings, changeLog, Durability::ofTheChangeLog, Clock.systemUTC());
        var running = LoopThread.start("capture-" + name, loop, loop::run);
        capture = Optional.of(running);
        Awaitility.await("capture streams")
                .atMost(PUBLISHED_MAX)
                .pollInterval(GLANCE)
                .until(() -> {
                    refuseAnEnd();
                    return loop.status().state() == CaptureStatus.State.STREAMING;
                });
    }

    void startPublisher() {
        var settings =
                new PublisherSettings(
                        name, 0, production.config(), PublisherChoices.forTests(), "tests");
        var loop = new PublishLoop(settings, changeLog, Clock.systemUTC());
        publisher = Optional.of(LoopThread.start("publisher-" + name, loop, loop::run));
    }

    void stopCapture() {
        LoopThread<CaptureLoop, CaptureEnd> running = capture.orElseThrow();
        capture = Optional.empty();
        running.loop().stop();
        assertThat(running.awaitEnd()).isInstanceOf(CaptureEnd.Stopped.class);
    }

    void stopPublisher() {
        LoopThread<PublishLoop, PublishEnd> running = publisher.orElseThrow();
        publisher = Optional.empty();
        running.loop().stop();
        assertThat(running.awaitEnd()).isInstanceOf(PublishEnd.Stopped.class);
    }

    /// Returns when everything staging committed up to now is in production; fails at once when a loop ended or halted.
    void awaitPublished() {
        awaitPublished(PUBLISHED_MAX);
    }

    void awaitPublished(Duration patience) {
        ticks++;
        staging.execute("INSERT INTO " + tick + " VALUES (" + ticks + ")");
        Awaitility.await("tick " + ticks + " is in production")
                .atMost(patience)
                .pollInterval(GLANCE)
                .until(() -> {
                    refuseAnEndOrHalt();
                    return seen("SELECT 1 FROM " + tick + " WHERE number = " + ticks);
                });
    }

    /// Like [#awaitPublished()] for a lane that was halted a moment ago and may still say so.
    void awaitPublishedAfterCure() {
        ticks++;
        staging.execute("INSERT INTO " + tick + " VALUES (" + ticks + ")");
        Awaitility.await("the lane goes on after the cure")
                .atMost(PUBLISHED_MAX)
                .pollInterval(GLANCE)
                .failFast(this::refuseAnEnd)
                .until(() -> seen("SELECT 1 FROM " + tick + " WHERE number = " + ticks));
    }

    /// Returns the one open conflict when the lane has halted.
    FoundConflict awaitConflict() {
        Awaitility.await("the lane halts")
                .atMost(PUBLISHED_MAX)
                .pollInterval(GLANCE)
                .until(() -> {
                    refuseAnEnd();
                    return published().state() == PublishStatus.State.HALTED
                            && seen("SELECT 1 FROM stageline.conflict WHERE resolved_at IS NULL");
                });
        return FoundConflict.open(production);
    }

    PublishStatus published() {
        return publisher.orElseThrow().loop().status();
    }

    /// What production's checkpoint says.
    Sequence checkpoint() {
        String made =
                "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'stageline' AND table_name = 'checkpoint'";
        if (production.value(made).equals("0")) {
            return Sequence.NONE;
        }
        return new Sequence(
                Long.parseLong(
                        production.value(
                                "SELECT coalesce(max(sequence), 0) FROM stageline.checkpoint")));
    }

    /// Both databases hold the same rows in all selected tables, to the last bit.
    void assertEqual() {
        assertThat(DatabaseComparison.differences(staging, production, tables))
                .as("Differences between staging and production")
                .isEmpty();
    }

    /// The change log holds every source transaction once, whole, in order and without gap.
    TopicAudit audit() {
        return TopicAudit.of(changeLog);
    }

    @Override
    public void close() {
        capture.ifPresent(running -> running.loop().stop());
        publisher.ifPresent(running -> running.loop().stop());
        try (staging;
                production) {
            capture.ifPresent(LoopThread::awaitEnd);
            publisher.ifPresent(LoopThread::awaitEnd);
        }
    }

    /// Fails when a loop ended though nobody stopped it, or the lane halted.
    void refuseAnEndOrHalt() {
        refuseAnEnd();
        refuseAHalt();
    }

    private void refuseAnEnd() {
        capture.flatMap(LoopThread::endedEarly)
                .ifPresent(end -> {
                    throw new AssertionError("Capture ended: " + end);
                });
        publisher
                .flatMap(LoopThread::endedEarly)
                .ifPresent(end -> {
                    throw new AssertionError("The publisher ended: " + end);
                });
    }

    private void refuseAHalt() {
        publisher.ifPresent(running -> {
            PublishStatus status = running.loop().status();
            if (status.state() == PublishStatus.State.HALTED) {
                throw new AssertionError("The lane halted: " + status.reason());
            }
        });
    }

    private boolean seen(String sql) throws SQLException {
        try (Statement statement = glance.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next();
        }
    }

    /// A pattern of tables with the databases' own schema for `public`.
    private String ofSchema(String pattern) {
        return pattern.startsWith("public.")
                ? staging.schema() + pattern.substring("public".length())
                : pattern;
    }

    private List<String> withTick(List<String> include) {
        Stream<String> ofTest = include.stream().map(this::ofSchema);
        return Stream.concat(
                        ofTest,
                        Stream.of(
                                staging.schema().equals("public")
                                        ? tick
                                        : staging.schema() + "." + tick))
                .toList();
    }
}
