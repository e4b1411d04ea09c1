package io.stageline.operator.pipeline;

/// The change log's topic has settings that would break a guarantee; the message says what to change.
public final class TopicRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicRefused(String message) {
        super(message);
    }
}
