package io.stageline.capture.tail;

/// How reading staging's log ended.
public sealed interface TailEnd {
    /// Somebody asked for it.
    record Stopped() implements TailEnd {}

    /// The listener, Debezium or staging failed.
    record Failed(Throwable cause) implements TailEnd {}
}
