package io.stageline.capture.tail.mysql;

/// The binlog holds something that cannot be captured whole. Waiting does not help; the message says what to do.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }
}
