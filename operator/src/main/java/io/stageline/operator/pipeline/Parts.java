package io.stageline.operator.pipeline;

/// Which halves this process runs.
public enum Parts {
    BOTH,
    CAPTURE,
    PUBLISHER;

    boolean capture() {
        return this != PUBLISHER;
    }

    boolean publisher() {
        return this != CAPTURE;
    }
}
