package io.stageline.changelog.topic;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Epoch;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.TransactionId;
import java.time.Instant;

/// One record of a lane as it stands on the topic, before fencing and sequence checks ([LaneView] does those).
sealed interface LogRecord {
    record Begin(Epoch epoch, Sequence sequence, TransactionId id, Instant committedAt)
            implements LogRecord {}

    record Change(Epoch epoch, Sequence sequence, long ordinal, ChangeEvent event)
            implements LogRecord {}

    record End(
            Epoch epoch,
            Sequence sequence,
            TransactionId id,
            SourcePosition position,
            Instant committedAt,
            long changeCount)
            implements LogRecord {}

    record Mark(Epoch epoch, ResumePoint at, Instant time) implements LogRecord {}

    record Claim(Epoch epoch, ResumePoint at, Instant time, Claimant claimant)
            implements LogRecord {}

    record Unreadable(String reason) implements LogRecord {}
}
