package io.stageline.operator.pipeline;

/// How a pipeline ended.
public sealed interface End {
    /// Somebody stopped it; what was begun is committed.
    record Stopped() implements End {}

    /// It must not go on: another process reigns, or what it works on is not what it was. The message says what to do.
    record Refused(String message) implements End {}

    /// Its surroundings failed for longer than it retries, or an invariant of its own broke.
    record Failed(String message, Throwable cause) implements End {}
}
