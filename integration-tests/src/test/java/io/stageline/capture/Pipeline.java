package io.stageline.capture;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.LogEntry;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.topic.ChangeLogConfig;
import io.stageline.changelog.topic.ChangeLogReader;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.configuration.Secret;
import io.stageline.database.DatabaseConfig;
import io.stageline.database.TableSelection;
import io.stageline.testing.Role;
import io.stageline.testing.Servers;
import io.stageline.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A staging database and a change log of a test's own.
final class Pipeline implements AutoCloseable {
    final TestDatabase staging;
    final String name;
    final Map<String, String> debezium = new HashMap<>();
    final ChangeLogTopic changeLog;
    private TableSelection tables = new TableSelection(List.of("*.*"), List.of());
    private Duration slotWait = Duration.ofSeconds(20);
    private Duration tick = Duration.ofMillis(250);

    Pipeline() {
        this("p" + UUID.randomUUID().toString().substring(0, 8));
    }

    private Pipeline(String name) {
        this.staging = Servers.postgres(Role.STAGING).createDatabase();
        this.name = name;
        this.changeLog = topic(name);
    }

    /// Another change log of the same staging, read through the same slot; close the other one only.
    Pipeline(String name, Pipeline other) {
        this.staging = other.staging;
        this.name = name;
        this.changeLog = topic(name);
        debezium.put("slot.name", other.settings().names().slot());
        debezium.put("publication.name", other.settings().names().publication());
    }

    static ChangeLogTopic topic(String name) {
        return new ChangeLogTopic(logConfig(), name);
    }

    static ChangeLogConfig logConfig() {
        return new ChangeLogConfig(
                Servers.kafka().bootstrapServers(), Path.of("unused"), 1, 67_108_864, Map.of());
    }

    Pipeline selecting(List<String> include, List<String> exclude) {
        tables = new TableSelection(include, exclude);
        return this;
    }

    Pipeline waitingForTheSlot(Duration patience) {
        slotWait = patience;
        return this;
    }

    Pipeline ticking(Duration interval) {
        tick = interval;
        return this;
    }

    CaptureSettings settings() {
        var config =
                new DatabaseConfig(staging.url(), staging.user(), new Secret(staging.password()));
        var capture =
                new CaptureConfig(
                        tick, Duration.ofMinutes(1), slotWait, Optional.empty(), debezium);
        return new CaptureSettings(name, config, tables, capture);
    }

    RunningCapture start() {
        return start(Durability.ofTheChangeLog());
    }

    RunningCapture start(Durability durability) {
        return new RunningCapture(
                new CaptureLoop(settings(), changeLog, () -> durability, Clock.systemUTC()));
    }

    /// Everything a reader sees in the change log now.
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

    /// Whether the slot was confirmed up to a position or further.
    boolean slotReached(String position) {
        return staging.value("SELECT '%s'::pg_lsn >= '%s'".formatted(slotPosition(), position))
                .equals("t");
    }

    long slotCount() {
        return Long.parseLong(
                staging.value(
                        "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '%s'"
                                .formatted(settings().names().slot())));
    }

    String slotPosition() {
        return staging.value(
                "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '"
                        + settings().names().slot()
                        + "'");
    }

    @Override
    public void close() {
        staging.close();
    }
}
