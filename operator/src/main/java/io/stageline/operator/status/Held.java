package io.stageline.operator.status;

import java.time.Duration;
import java.util.Optional;

/// What waits for an operator's decision.
///
/// @param count held source transactions
/// @param conflicts how many of them are in conflict themselves; the others wait for these
/// @param oldest for how long something has been held
/// @param sentence of the earliest that is in conflict
public record Held(long count, long conflicts, Duration oldest, Optional<String> sentence) {}
