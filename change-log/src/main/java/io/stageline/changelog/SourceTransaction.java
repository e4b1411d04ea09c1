package io.stageline.changelog;

import java.util.List;

/// All change events of one commit in staging, in order; the unit of work. Complete: its counts were checked.
///
/// @param position where in staging's log it ended
/// @param nextTopicOffset the topic offset after its END: a hint where to read on
public record SourceTransaction(
        TransactionHeader header,
        SourcePosition position,
        long nextTopicOffset,
        List<ChangeEvent> events) {
    public SourceTransaction {
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("A source transaction holds at least one event");
        }
    }

    public Sequence sequence() {
        return header.sequence();
    }
}
