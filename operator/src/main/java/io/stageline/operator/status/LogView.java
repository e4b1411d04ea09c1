package io.stageline.operator.status;

import io.stageline.changelog.LogEntry;
import io.stageline.changelog.topic.ChangeLogConfig;
import io.stageline.changelog.topic.ChangeLogException;
import io.stageline.changelog.topic.ChangeLogReader;
import io.stageline.changelog.topic.ChangeLogTopic;
import io.stageline.changelog.topic.ResumePoint;
import io.stageline.changelog.topic.Tail;
import io.stageline.embedded.EmbeddedBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the change log says, where it can be asked.
///
/// @param reachable whether it answered; an embedded broker does only while its `run` runs
/// @param sentence where it is, or why it does not answer
/// @param tail empty when it does not answer or nothing was ever captured
/// @param heardAt when capture last said how far it is
record LogView(
        boolean reachable, String sentence, Optional<ResumePoint> tail, Optional<Instant> heardAt) {
    private static final int LANE = 0;
    private static final int LAST_RECORDS = 200;

    static LogView read(ChangeLogConfig config, String pipeline) {
        Optional<ChangeLogConfig> running = running(config);
        if (running.isEmpty()) {
            return new LogView(
                    false,
                    "embedded broker in " + config.dataDir() + ", which does not run",
                    Optional.empty(),
                    Optional.empty());
        }
        String servers = running.get().bootstrapServers();
        try {
            var topic = new ChangeLogTopic(running.get(), pipeline);
            if (!topic.exists()) {
                return new LogView(
                        true,
                        servers + ", topic " + topic.name() + " does not exist yet",
                        Optional.empty(),
                        Optional.empty());
            }
            Tail tail = topic.tail(LANE);
            return new LogView(
                    true,
                    servers + ", topic " + topic.name(),
                    Optional.of(tail.resumePoint()),
                    heardAt(topic, tail));
        } catch (ChangeLogException e) {
            return new LogView(
                    false, String.valueOf(e.getMessage()), Optional.empty(), Optional.empty());
        }
    }

    private static Optional<ChangeLogConfig> running(ChangeLogConfig config) {
        return config.embedded()
                ? EmbeddedBroker.runningOn(config.dataDir()).map(config::withBootstrapServers)
                : Optional.of(config);
    }

    private static Optional<Instant> heardAt(ChangeLogTopic topic, Tail tail) {
        long start = Math.max(0, tail.endOffset() - LAST_RECORDS);
        @Nullable Instant newest = null;
        try (ChangeLogReader reader =
                topic.read(LANE, start, tail.epoch(), tail.resumePoint().sequence())) {
            long deadlineNanos = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            while (reader.nextOffset() < tail.endOffset() && System.nanoTime() < deadlineNanos) {
                for (LogEntry entry : reader.poll(Duration.ofSeconds(1))) {
                    Instant at = heardAt(entry);
                    newest = at == null ? newest : at;
                }
            }
        }
        return Optional.ofNullable(newest);
    }

    private static @Nullable Instant heardAt(LogEntry entry) {
        return switch (entry) {
            case LogEntry.Mark mark -> mark.at();
            case LogEntry.End end -> end.header().committedAt();
            case LogEntry.Claim _,
                    LogEntry.Begin _,
                    LogEntry.Change _,
                    LogEntry.Discarded _,
                    LogEntry.Fenced _,
                    LogEntry.Gap _,
                    LogEntry.Unreadable _,
                    LogEntry.Torn _ ->
                    null;
        };
    }
}
