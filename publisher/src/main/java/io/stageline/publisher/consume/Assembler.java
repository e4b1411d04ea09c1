package io.stageline.publisher.consume;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.LogEntry;
import io.stageline.changelog.SourceTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts entries together to whole source transactions. One that grows too large is not kept, only followed to its END.
/// Owned by the thread that reads.
final class Assembler {
    private static final Logger log = LoggerFactory.getLogger(Assembler.class);

    private final FeedLimits limits;
    private List<ChangeEvent> events = new ArrayList<>();
    private long size;
    private long beginOffset;
    private boolean tooLarge;

    Assembler(FeedLimits limits) {
        this.limits = limits;
    }

    Optional<Assembled> accept(LogEntry entry) {
        return switch (entry) {
            case LogEntry.Begin begin -> {
                reset();
                beginOffset = begin.topicOffset();
                yield Optional.empty();
            }
            case LogEntry.Change change -> {
                keep(change.event());
                yield Optional.empty();
            }
            case LogEntry.End end -> end(end);
            case LogEntry.Discarded _ -> {
                reset();
                yield Optional.empty();
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

    private void keep(ChangeEvent event) {
        if (tooLarge) {
            return;
        }
        events.add(event);
        size += Weight.of(event);
        if (events.size() > limits.streamRows() || (events.size() > 1 && size > limits.size())) {
            tooLarge = true;
            events = new ArrayList<>();
        }
    }

    private Optional<Assembled> end(LogEntry.End end) {
        if (tooLarge) {
            reset();
            return Optional.of(new Assembled.Large(end, beginOffset));
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
        tooLarge = false;
    }
}
