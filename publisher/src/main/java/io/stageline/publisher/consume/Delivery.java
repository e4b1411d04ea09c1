package io.stageline.publisher.consume;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.SourceTransaction;
import io.stageline.changelog.TransactionHeader;
import java.util.List;

/// What the change log brings next.
public sealed interface Delivery {
    /// Consecutive whole source transactions.
    record Batch(List<SourceTransaction> transactions) implements Delivery {
        public Batch {
            transactions = List.copyOf(transactions);
            if (transactions.isEmpty()) {
                throw new IllegalArgumentException("A batch holds at least one source transaction");
            }
        }
    }

    /// A source transaction too large for memory begins. Its END is in the change log; its pieces follow at once.
    ///
    /// @param changes how many it has
    record LargeBegin(
            TransactionHeader header, SourcePosition position, long nextTopicOffset, long changes)
            implements Delivery {}

    /// The next changes of the large source transaction.
    ///
    /// @param firstOrdinal the place of the first of them in the source transaction, from 1
    record LargePiece(long firstOrdinal, List<ChangeEvent> events) implements Delivery {
        public LargePiece {
            events = List.copyOf(events);
        }
    }

    /// The large source transaction is complete.
    record LargeEnd() implements Delivery {}

    /// The change log cannot be read on from here without losing changes.
    record Broken(String message) implements Delivery {}
}
