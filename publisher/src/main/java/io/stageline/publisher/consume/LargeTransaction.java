package io.stageline.publisher.consume;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.LogEntry;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.TransactionHeader;
import io.stageline.changelog.topic.ChangeLogException;
import io.stageline.changelog.topic.ChangeLogReader;
import io.stageline.changelog.topic.ChangeLogTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Reads a complete source transaction a second time and hands it out in pieces: reading twice costs less than holding
/// production's locks for one whose END may never come.
final class LargeTransaction {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChangeLogTopic topic;
    private final int lane;
    private final FeedLimits limits;
    private final Handover handover;
    private List<ChangeEvent> piece = new ArrayList<>();
    private long size;
    private long firstOrdinal = 1;

    LargeTransaction(ChangeLogTopic topic, int lane, FeedLimits limits, Handover handover) {
        this.topic = topic;
        this.lane = lane;
        this.limits = limits;
        this.handover = handover;
    }

    /// @param known whether production has it already: then its boundaries suffice
    void handOver(Assembled.Large large, boolean known) throws InterruptedException {
        LogEntry.End end = large.end();
        TransactionHeader header = end.header();
        Sequence before = new Sequence(header.sequence().value() - 1);
        boolean wanted =
                handover.put(
                        new Delivery.LargeBegin(
                                header, end.position(), end.topicOffset() + 1, end.changeCount()),
                        0,
                        0);
        if (known) {
            handover.put(new Delivery.LargeEnd(), 0, 0);
            return;
        }
        try (ChangeLogReader reader =
                topic.read(lane, large.beginOffset(), header.epoch(), before)) {
            while (wanted) {
                List<LogEntry> entries = reader.poll(PATIENCE);
                if (entries.isEmpty() && !handover.isClosed()) {
                    throw new ChangeLogException(
                            "Kafka stopped delivering a source transaction that is complete");
                }
                for (LogEntry entry : entries) {
                    if (entry.topicOffset() >= end.topicOffset()) {
                        flush();
                        handover.put(new Delivery.LargeEnd(), 0, 0);
                        return;
                    }
                    take(entry, header);
                }
                wanted = !handover.isClosed();
            }
        }
    }

    private void take(LogEntry entry, TransactionHeader header) throws InterruptedException {
        switch (entry) {
            case LogEntry.Begin begin when begin.header().equals(header) -> {}
            case LogEntry.Change change -> {
                piece.add(change.event());
                size += Weight.of(change.event());
                if (piece.size() >= limits.streamRows() || size >= limits.size()) {
                    flush();
                }
            }
            case LogEntry.Fenced _, LogEntry.Unreadable _ -> {}
            case LogEntry.Begin _,
                    LogEntry.End _,
                    LogEntry.Discarded _,
                    LogEntry.Mark _,
                    LogEntry.Claim _,
                    LogEntry.Gap _,
                    LogEntry.Torn _ ->
                    throw new ChangeLogException(
                            "The change log changed while a large source transaction was read");
        }
    }

    private void flush() throws InterruptedException {
        if (!piece.isEmpty()) {
            handover.put(new Delivery.LargePiece(firstOrdinal, piece), piece.size(), size);
            firstOrdinal += piece.size();
            piece = new ArrayList<>();
            size = 0;
        }
    }
}
