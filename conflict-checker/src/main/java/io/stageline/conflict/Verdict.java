package io.stageline.conflict;

/// What a refused change turned out to be.
public sealed interface Verdict {
    /// Production already holds exactly the after image: a no-op, counted.
    record AlreadyApplied() implements Verdict {}

    /// Production contradicts the change.
    record Conflicting(Conflict conflict) implements Verdict {}
}
