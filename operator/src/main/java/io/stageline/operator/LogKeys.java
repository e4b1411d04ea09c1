package io.stageline.operator;

/// The keys of the operator's log lines, so that equal things are found under equal names.
public final class LogKeys {
    public static final String PIPELINE = "pipeline";
    public static final String HALF = "half";
    public static final String EXIT_CODE = "exit_code";
    public static final String SEQUENCE = "sequence";
    public static final String SECONDS = "seconds";
    public static final String BOOTSTRAP_SERVERS = "bootstrap_servers";
    public static final String DATA_FOLDER = "data_folder";

    private LogKeys() {}
}
