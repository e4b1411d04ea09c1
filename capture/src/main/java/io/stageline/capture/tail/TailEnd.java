package io.stageline.capture.tail;

/// How reading staging's log ended.
public sealed interface TailEnd {
    /// Somebody asked for it.
    record Stopped() implements TailEnd {}

    /// Staging's log tells something that cannot be captured whole; the message says what to do.
    record Refused(String message) implements TailEnd {}

    /// The listener, Debezium or staging failed.
    record Failed(Throwable cause) implements TailEnd {}
}
