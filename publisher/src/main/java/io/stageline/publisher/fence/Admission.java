package io.stageline.publisher.fence;

/// What becomes of a source transaction that the change log brings.
public sealed interface Admission {
    /// Production has it; to be dropped.
    record AlreadyApplied() implements Admission {}

    /// It is the next one.
    record Next() implements Admission {}

    /// It must not be applied, nor anything after it.
    record Refused(String message) implements Admission {}
}
