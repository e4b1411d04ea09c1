package io.stageline.capture;

/// How a capture came to its end.
public sealed interface CaptureEnd {
    /// Somebody asked for it.
    record Stopped() implements CaptureEnd {}

    /// A newer capture reigns over the change log.
    record Fenced(String message) implements CaptureEnd {}

    /// Going on would lose changes or break staging; the message says what to do.
    record Refused(String message) implements CaptureEnd {}

    /// The surroundings failed longer than `capture.retry-for`, or an invariant broke.
    record Failed(String message, Throwable cause) implements CaptureEnd {}
}
