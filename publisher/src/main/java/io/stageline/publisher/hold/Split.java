package io.stageline.publisher.hold;

import io.stageline.changelog.SourceTransaction;
import java.util.List;

/// Consecutive source transactions, parted by what is held.
///
/// @param flowing those that meet nothing that is held, in order
/// @param waiting the others, in order
public record Split(List<SourceTransaction> flowing, List<Waiting> waiting) {
    public Split {
        flowing = List.copyOf(flowing);
        waiting = List.copyOf(waiting);
    }
}
