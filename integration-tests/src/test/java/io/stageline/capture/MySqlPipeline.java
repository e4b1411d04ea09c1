package io.stageline.capture;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.LogEntry;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.topic.ChangeLogReader;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.configuration.Secret;
import io.stageline.database.DatabaseConfig;
import io.stageline.database.TableSelection;
import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.MySqlServer;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A MySQL staging database and a change log of a test's own.
final class MySqlPipeline implements AutoCloseable {
    final MySqlDatabase staging;
    final ChangeLogTopic changeLog;
    private final String name = "m" + UUID.randomUUID().toString().substring(0, 8);
    private Duration tick = Duration.ofMillis(250);
    private TableSelection tables;

    MySqlPipeline() {
        this(Servers.mysql(Role.STAGING));
    }

    MySqlPipeline(MySqlServer server) {
        this.staging = server.createDatabase();
        this.changeLog = Pipeline.topic(name);
        this.tables = new TableSelection(List.of(staging.name() + ".*"), List.of());
        staging.execute("SET GLOBAL binlog_row_metadata = FULL");
    }

    MySqlPipeline ticking(Duration interval) {
        tick = interval;
        return this;
    }

    MySqlPipeline excluding(String table) {
        tables = new TableSelection(tables.include(), List.of(staging.name() + "." + table));
        return this;
    }

    MySqlPipeline selecting(String pattern) {
        tables = new TableSelection(List.of(pattern), List.of());
        return this;
    }

    CaptureSettings settings() {
        return settings(staging);
    }

    private CaptureSettings settings(MySqlDatabase database) {
        var config =
                new DatabaseConfig(
                        database.url(), database.user(), new Secret(database.password()));
        var capture =
                new CaptureConfig(
                        tick, Duration.ofMinutes(1), Duration.ZERO, Optional.empty(), Map.of());
        return new CaptureSettings(name, config, tables, capture);
    }

    RunningCapture start() {
        return start(Durability.ofTheChangeLog());
    }

    RunningCapture start(Durability durability) {
        return new RunningCapture(
                new CaptureLoop(settings(), changeLog, () -> durability, Clock.systemUTC()));
    }

    /// The same pipeline, pointed at a database of another server.
    RunningCapture startOn(MySqlDatabase other) {
        return new RunningCapture(
                new CaptureLoop(
                        settings(other), changeLog, Durability::ofTheChangeLog, Clock.systemUTC()));
    }

    /// Where staging's binlog ends now.
    String end() {
        List<@Nullable String> status = staging.query("SHOW BINARY LOG STATUS").getFirst();
        return status.get(0) + ":" + status.get(1);
    }

    /// Captures everything that was committed until now.
    void captureAll() {
        try (RunningCapture capture = start().streaming()) {
            capture.reached(end());
        }
    }

    List<LogEntry> entries() {
        List<LogEntry> entries = new ArrayList<>();
        try (ChangeLogReader reader = changeLog.read(0, 0, Epoch.NONE, Sequence.NONE)) {
            long end = reader.endOffset();
            while (reader.nextOffset() < end) {
                entries.addAll(reader.poll(Duration.ofSeconds(1)));
            }
        }
        return entries;
    }

    LogText text() {
        return LogText.of(entries());
    }

    /// The changes, with the database's random name left out.
    List<String> changes() {
        return text().changes().stream()
                .map(line -> line.replace(" " + staging.name() + ".", " "))
                .toList();
    }

    @Override
    public void close() {
        staging.close();
    }
}
