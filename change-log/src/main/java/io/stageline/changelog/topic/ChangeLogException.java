package io.stageline.changelog.topic;

import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/// The change log cannot be read, written or trusted. The message says what, where and what to do.
public final class ChangeLogException extends RuntimeException {
    public ChangeLogException(String message) {
        super(message);
    }

    public ChangeLogException(String message, Throwable cause) {
        super(message, cause);
    }

    /// Whether Kafka refused a record for its size: a failure that no retry cures.
    public static boolean isRecordTooLarge(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RecordTooLargeException) {
                return true;
            }
        }
        return false;
    }
}
