package io.stageline.operator;

import io.stageline.operator.logging.LogFormat;
import io.stageline.operator.logging.LogLevel;
import io.stageline.operator.logging.Logging;
import picocli.CommandLine.Option;

/// `--log-format` and `--log-level`, for every command that works for long enough to log.
final class LogOptions {
    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description =
                    "Form of the log lines on the standard error: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
            defaultValue = "text")
    private LogFormat format = LogFormat.TEXT;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description =
                    "Least severe lines to log: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
            defaultValue = "info")
    private LogLevel level = LogLevel.INFO;

    /// Sets the process's logging up; called once, before anything logs.
    void apply(Shell shell) {
        Logging.configure(format, level, shell.live());
    }

    /// For commands whose result is what matters: only what goes wrong is logged unless asked for more.
    void applyQuietly(Shell shell) {
        Logging.configure(format, level == LogLevel.INFO ? LogLevel.ERROR : level, shell.live());
    }
}
