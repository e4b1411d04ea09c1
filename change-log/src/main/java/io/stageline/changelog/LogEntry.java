package io.stageline.changelog;

import java.time.Instant;

/// What a reader of a lane is handed, in order, after fencing and sequence checks: only records of the reigning capture,
/// only gap-free sequences. Whoever reads must treat a source transaction as real only when its [End] came.
public sealed interface LogEntry {
    /// The topic offset of the record this entry came from.
    long topicOffset();

    /// A source transaction begins.
    record Begin(long topicOffset, TransactionHeader header) implements LogEntry {}

    /// One change of the open source transaction; `ordinal` counts from 1 without gap.
    record Change(long topicOffset, long ordinal, ChangeEvent event) implements LogEntry {}

    /// The open source transaction is complete: as many changes came as END counts.
    record End(
            long topicOffset, TransactionHeader header, SourcePosition position, long changeCount)
            implements LogEntry {}

    /// The open source transaction will never end (its capture died); its sequence will come again.
    record Discarded(long topicOffset, Sequence sequence) implements LogEntry {}

    /// Capture has seen staging's log up to `position` and everything to be published before it stands above.
    record Mark(long topicOffset, SourcePosition position, Instant at) implements LogEntry {}

    /// A new capture reigns; what older ones still write is ignored from here on.
    record Claim(long topicOffset, Epoch epoch, String owner, Instant at) implements LogEntry {}

    /// A record of an older reign after a newer claim: ignored, and worth a message.
    record Fenced(long topicOffset, Epoch epoch) implements LogEntry {}

    /// A sequence other than the next one: something is missing from the change log. Reading on would lose changes.
    record Gap(long topicOffset, Sequence expected, Sequence found) implements LogEntry {}

    /// A record nobody of us wrote, or that was damaged: named, never skipped silently. If it was part of a source
    /// transaction, that one's counts will not match and it is [Torn].
    record Unreadable(long topicOffset, String reason) implements LogEntry {}

    /// An END whose count or ordinals do not match what came before it. The source transaction must not be applied.
    record Torn(long topicOffset, Sequence sequence, String reason) implements LogEntry {}
}
