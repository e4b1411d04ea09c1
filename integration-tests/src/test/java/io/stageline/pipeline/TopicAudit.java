package io.stageline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.LogEntry;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.topic.ChangeLogReader;
import io.stageline.changelog.topic.ChangeLogTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A whole lane read from its beginning: how many source transactions it holds, and that each is there once, whole, in
/// commit order and without gap.
record TopicAudit(long transactions, long changes, long discarded) {

    static TopicAudit of(ChangeLogTopic changeLog) {
        var reading = new Reading();
        try (ChangeLogReader reader = changeLog.read(0, 0, Epoch.NONE, Sequence.NONE)) {
            long end = reader.endOffset();
            while (reader.nextOffset() < end) {
                reader.poll(Duration.ofSeconds(5)).forEach(reading::accept);
            }
        }
        assertThat(reading.wrong).as("What is wrong in %s", changeLog.name()).isEmpty();
        assertThat(reading.open).as("A source transaction without END at the end").isNull();
        return new TopicAudit(reading.last.value(), reading.changes, reading.discarded);
    }

    private static final class Reading {
        private final List<String> wrong = new ArrayList<>();
        private Sequence last = Sequence.NONE;
        private @Nullable SourcePosition position;
        private @Nullable Sequence open;
        private long changes;
        private long discarded;

        void accept(LogEntry entry) {
            switch (entry) {
                case LogEntry.Begin begin -> open = begin.header().sequence();
                case LogEntry.Change _ -> changes++;
                case LogEntry.End end -> onEnd(end);
                case LogEntry.Discarded _ -> {
                    open = null;
                    discarded++;
                }
                case LogEntry.Gap _, LogEntry.Torn _, LogEntry.Unreadable _ ->
                        wrong.add(entry.toString());
                case LogEntry.Mark _, LogEntry.Claim _, LogEntry.Fenced _ -> {
                    // say nothing about source transactions
                }
            }
        }

        private void onEnd(LogEntry.End end) {
            Sequence sequence = end.header().sequence();
            if (!sequence.equals(last.next())) {
                wrong.add("END of " + sequence + " after " + last);
            }
            if (position != null && !end.position().isAfter(position)) {
                wrong.add(sequence + " ends at " + end.position() + ", not after " + position);
            }
            last = sequence;
            position = end.position();
            open = null;
        }
    }
}
