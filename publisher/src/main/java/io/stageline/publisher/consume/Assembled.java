package io.stageline.publisher.consume;

import io.stageline.changelog.LogEntry;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourceTransaction;

/// What entries of the change log come to.
sealed interface Assembled {
    /// @param size estimated bytes
    record Whole(SourceTransaction transaction, long size) implements Assembled {}

    /// A complete source transaction that was too large to be kept: it is to be read again from its BEGIN.
    record Large(LogEntry.End end, long beginOffset) implements Assembled {}

    /// The change log cannot be followed.
    record Broken(Sequence sequence, String message) implements Assembled {}
}
