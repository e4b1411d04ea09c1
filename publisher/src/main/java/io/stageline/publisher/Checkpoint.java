package io.stageline.publisher;

import io.stageline.changelog.Epoch;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.SourceTransaction;
import io.stageline.changelog.TransactionHeader;
import java.time.Instant;
import java.util.Optional;

/// What production says it has: everything up to and including `sequence`. Moved in the same commit as the rows.
///
/// @param position where staging's log stood at the end of `sequence`; absent before the first
/// @param captureEpoch the capture's reign that wrote `sequence`
/// @param topicOffset a hint where to read on
/// @param epoch the publisher's reign that may move this checkpoint
public record Checkpoint(
        Sequence sequence,
        Optional<SourcePosition> position,
        Epoch captureEpoch,
        long topicOffset,
        Epoch epoch,
        Optional<Instant> sourceCommittedAt) {

    /// The checkpoint after this source transaction, under the same reign.
    public Checkpoint after(SourceTransaction transaction) {
        return after(transaction.header(), transaction.position(), transaction.nextTopicOffset());
    }

    public Checkpoint after(Origin origin) {
        return after(origin.header(), origin.position(), origin.nextTopicOffset());
    }

    private Checkpoint after(
            TransactionHeader header, SourcePosition position, long nextTopicOffset) {
        return new Checkpoint(
                header.sequence(),
                Optional.of(position),
                header.epoch(),
                nextTopicOffset,
                epoch,
                Optional.of(header.committedAt()));
    }
}
