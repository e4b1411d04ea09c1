package io.stageline.publisher.consume;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.LogEntry;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourceTransaction;
import io.stageline.publisher.Beginning;
import java.util.List;

/// What entries of the change log come to.
sealed interface Assembled {
    /// @param size estimated bytes
    record Whole(SourceTransaction transaction, long size) implements Assembled {}

    /// The next changes of a source transaction that is too large to be kept.
    ///
    /// @param firstOrdinal the place of the first of them, from 1
    /// @param size estimated bytes
    record Piece(Beginning beginning, long firstOrdinal, List<ChangeEvent> events, long size)
            implements Assembled {}

    /// A source transaction is complete that came in pieces; this is its last one.
    record Large(LogEntry.End end, Piece rest) implements Assembled {}

    /// The source transaction that was begun will not be completed: pieces of it do not count.
    record Discarded() implements Assembled {}

    /// The change log cannot be followed.
    record Broken(Sequence sequence, String message) implements Assembled {}
}
