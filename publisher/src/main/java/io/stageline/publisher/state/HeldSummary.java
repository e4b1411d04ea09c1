package io.stageline.publisher.state;

import java.time.Instant;
import java.util.Optional;

/// How much is held, in one glance.
///
/// @param count held source transactions
/// @param conflicts how many of them are in conflict themselves
/// @param oldest since when something is held, by production's clock
/// @param sentence of the earliest that is in conflict
public record HeldSummary(
        long count, long conflicts, Optional<Instant> oldest, Optional<String> sentence) {
    /// Nothing is held.
    public static final HeldSummary NONE =
            new HeldSummary(0, 0, Optional.empty(), Optional.empty());
}
