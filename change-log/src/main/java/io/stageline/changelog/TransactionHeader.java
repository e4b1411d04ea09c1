package io.stageline.changelog;

import java.time.Instant;

/// What is known of a source transaction when it begins.
///
/// @param sequence its number in the lane
/// @param epoch the capture's reign that wrote it
/// @param id staging's own name of it
/// @param committedAt when staging committed it, by staging's clock
public record TransactionHeader(
        Sequence sequence, Epoch epoch, TransactionId id, Instant committedAt) {
    public TransactionHeader {
        if (!sequence.isAfter(Sequence.NONE)) {
            throw new IllegalArgumentException("The first source transaction is #1");
        }
    }
}
