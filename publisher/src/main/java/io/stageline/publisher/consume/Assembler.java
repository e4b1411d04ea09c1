package io.stageline.publisher.consume;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.LogEntry;
import io.stageline.changelog.SourceTransaction;
import io.stageline.publisher.Beginning;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts entries together to whole source transactions. One that grows too large is handed out in pieces before its END came.
/// Owned by the thread that reads.
final class Assembler {
    private static final Logger log = LoggerFactory.getLogger(Assembler.class);

    private final FeedLimits limits;
    private List<ChangeEvent> events = new ArrayList<>();
    private long size;
    private @Nullable Beginning beginning;
    private long firstOrdinal = 1;

    Assembler(FeedLimits limits) {
        this.limits = limits;
    }

    Optional<Assembled> accept(LogEntry entry) {
        return switch (entry) {
            case LogEntry.Begin begin -> {
                reset();
                beginning = new Beginning(begin.header(), begin.topicOffset());
                yield Optional.empty();
            }
            case LogEntry.Change change -> keep(change.event());
            case LogEntry.End end -> end(end);
            case LogEntry.Discarded _ -> {
                reset();
                yield Optional.of(new Assembled.Discarded());
            }
            case LogEntry.Gap gap ->
                    Optional.of(
                            new Assembled.Broken(
                                    gap.found(),
                                    "The change log has a gap: source transaction %s is due, %s came at topic offset %d"
                                            .formatted(
                                                    gap.expected(),
                                                    gap.found(),
                                                    gap.topicOffset())));
            case LogEntry.Torn torn ->
                    Optional.of(
                            new Assembled.Broken(
                                    torn.sequence(),
                                    "Source transaction %s is torn in the change log: %s, at topic offset %d"
                                            .formatted(
                                                    torn.sequence(),
                                                    torn.reason(),
                                                    torn.topicOffset())));
            case LogEntry.Unreadable unreadable -> {
                log.atWarn()
                        .addKeyValue("topic_offset", unreadable.topicOffset())
                        .addKeyValue("reason", unreadable.reason())
                        .log(
                                "A record of the change log is unreadable; counts will tell if it mattered");
                yield Optional.empty();
            }
            case LogEntry.Fenced fenced -> {
                log.atDebug()
                        .addKeyValue("topic_offset", fenced.topicOffset())
                        .addKeyValue("epoch", fenced.epoch())
                        .log("Ignored a record of a fenced capture");
                yield Optional.empty();
            }
            case LogEntry.Mark _, LogEntry.Claim _ -> Optional.empty();
        };
    }

    private Optional<Assembled> keep(ChangeEvent event) {
        events.add(event);
        size += Weight.of(event);
        boolean full = events.size() >= limits.streamRows() || size >= limits.size();
        if (cameInPieces() ? full : isTooLarge()) {
            return Optional.of(piece());
        }
        return Optional.empty();
    }

    private boolean isTooLarge() {
        return events.size() > limits.streamRows() || (events.size() > 1 && size > limits.size());
    }

    private boolean cameInPieces() {
        return firstOrdinal > 1;
    }

    private Assembled.Piece piece() {
        var piece =
                new Assembled.Piece(
                        Objects.requireNonNull(beginning, "a change without its BEGIN"),
                        firstOrdinal,
                        events,
                        size);
        firstOrdinal += events.size();
        events = new ArrayList<>();
        size = 0;
        return piece;
    }

    private Optional<Assembled> end(LogEntry.End end) {
        if (cameInPieces()) {
            var large = new Assembled.Large(end, piece());
            reset();
            return Optional.of(large);
        }
        if (events.isEmpty()) {
            return Optional.of(
                    new Assembled.Broken(
                            end.header().sequence(),
                            "Source transaction " + end.header().sequence() + " is empty"));
        }
        var transaction =
                new SourceTransaction(end.header(), end.position(), end.topicOffset() + 1, events);
        var whole = new Assembled.Whole(transaction, size);
        reset();
        return Optional.of(whole);
    }

    private void reset() {
        events = new ArrayList<>();
        size = 0;
        beginning = null;
        firstOrdinal = 1;
    }
}
