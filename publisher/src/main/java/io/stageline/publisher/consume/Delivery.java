package io.stageline.publisher.consume;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.SourceTransaction;
import io.stageline.publisher.Beginning;
import io.stageline.publisher.Origin;
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

    /// A source transaction too large for memory begins. Its pieces follow as capture writes them; what is made of them must not be
    /// committed before [LargeEnd].
    record LargeBegin(Beginning beginning) implements Delivery {}

    /// The next changes of the large source transaction.
    ///
    /// @param firstOrdinal the place of the first of them in the source transaction, from 1
    record LargePiece(long firstOrdinal, List<ChangeEvent> events) implements Delivery {
        public LargePiece {
            events = List.copyOf(events);
        }
    }

    /// The large source transaction is complete: every change came, or none if the checkpoint shows that production has it.
    record LargeEnd(Origin origin) implements Delivery {}

    /// The large source transaction will not be completed: what came of it does not count. Capture writes it once more.
    record LargeDiscarded() implements Delivery {}

    /// The change log cannot be read on from here without losing changes.
    record Broken(String message) implements Delivery {}
}
