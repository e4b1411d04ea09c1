package io.stageline.publisher.target;

import io.stageline.conflict.Refusal;

/// What a write came to.
public sealed interface Outcome {
    /// Every row was where it had to be.
    record Written(long rows) implements Outcome {}

    /// The database refused. The production transaction must go back to before the write.
    record Rejected(Refusal.Cause.Rejected cause) implements Outcome {}

    /// Fewer (or more) rows were affected than the write has: some row was missing or was not the before image.
    record Missed(long expected, long affected) implements Outcome {}
}
