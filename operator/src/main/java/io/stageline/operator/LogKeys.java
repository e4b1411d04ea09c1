package io.stageline.operator;

/// The keys of the operator's log lines, so that equal things are found under equal names.
public final class LogKeys {
    public static final String HALF = "half";

    private LogKeys() {}
}
