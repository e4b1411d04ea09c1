package io.stageline.publisher;

/// Why a publisher ended.
public sealed interface PublishEnd {
    /// It was asked to.
    record Stopped() implements PublishEnd {}

    /// A newer publisher reigns over the lane.
    record Fenced(String message) implements PublishEnd {}

    /// Going on would lose or repeat changes; the message says what to do.
    record Refused(String message) implements PublishEnd {}

    /// The surroundings failed for longer than `retry-for`.
    record Failed(String message, Throwable cause) implements PublishEnd {}
}
