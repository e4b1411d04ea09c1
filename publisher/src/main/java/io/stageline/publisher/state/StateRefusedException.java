package io.stageline.publisher.state;

/// Production's schema `stageline` cannot be used by this Stageline; the message says what to do.
public final class StateRefusedException extends RuntimeException {
    public StateRefusedException(String message) {
        super(message);
    }
}
