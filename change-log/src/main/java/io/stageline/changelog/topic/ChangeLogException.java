package io.stageline.changelog.topic;

/// The change log cannot be read, written or trusted. The message says what, where and what to do.
public final class ChangeLogException extends RuntimeException {
    public ChangeLogException(String message) {
        super(message);
    }

    public ChangeLogException(String message, Throwable cause) {
        super(message, cause);
    }
}
