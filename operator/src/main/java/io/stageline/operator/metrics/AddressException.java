package io.stageline.operator.metrics;

/// The address to serve at cannot be had. The message says which, why, and what to do.
public final class AddressException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AddressException(String message, Throwable cause) {
        super(message, cause);
    }
}
