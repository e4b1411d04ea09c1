package io.stageline.capture;

import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.TransactionId;
import java.time.Instant;
import java.util.Map;

/// One thing staging's log tells, in its order.
public sealed interface SourceEvent {
    /// A committed transaction begins.
    record Begin(TransactionId id, Instant committedAt) implements SourceEvent {}

    /// A change of the open transaction.
    record Change(Place place, Role role, SourceChange change) implements SourceEvent {}

    /// A logical message of ours in the open transaction.
    ///
    /// @param total its number in the transaction, from 1
    record Message(TransactionId id, long total, String content) implements SourceEvent {}

    /// The open transaction is complete.
    ///
    /// @param position where it ended: behind its commit record
    /// @param eventCount how many changes and messages it had
    /// @param counts how many changes each collection had
    record End(TransactionId id, SourcePosition position, long eventCount, Map<String, Long> counts)
            implements SourceEvent {
        public End {
            counts = Map.copyOf(counts);
        }
    }

    /// Where an event stands in its transaction, as the log's reader counted it.
    ///
    /// @param total its number in the transaction, from 1
    /// @param collection what the log's reader calls the table
    /// @param inCollection its number among those of its collection, from 1
    record Place(TransactionId id, long total, String collection, long inCollection) {}

    /// A change of a row key comes as two events, one directly after the other.
    enum Role {
        WHOLE,
        /// a delete of the old key: the first half
        KEY_LEAVES,
        /// an insert of the new key: the second half
        KEY_ARRIVES
    }
}
