package io.stageline.publisher.plan;

import io.stageline.changelog.ChangeEvent;
import io.stageline.publisher.Write;
import java.util.List;

/// What planning came to.
public sealed interface Plan {
    /// A write set: net effects in an order that no constraint refuses, as far as the images tell.
    record WriteSet(List<Write> writes) implements Plan {
        public WriteSet {
            writes = List.copyOf(writes);
        }
    }

    /// The net effects cannot be ordered (a swap of unique values, parents and children in a circle): the original order
    /// of events must be kept.
    record Unorderable(String reason) implements Plan {}

    /// Production cannot take this change: a table or column is missing there, or the row cannot be found by what the
    /// change log tells.
    record Mismatch(ChangeEvent change, String what) implements Plan {}
}
