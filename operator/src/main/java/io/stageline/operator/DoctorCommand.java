package io.stageline.operator;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `stageline doctor`: everything a pipeline needs, before it runs.
@Command(
        name = "doctor",
        description = {
            "Examine staging, production and the change log: every precondition, with the exact statement that cures it.",
            "Changes nothing. 'run' refuses to start on an error, with the same text."
        },
        footer = {
            "%nExamples:",
            "  stageline doctor --config stageline.yaml",
            "  stageline doctor --config stageline.yaml --output ndjson | jq 'select(.severity==\"error\") | .cure'"
        })
final class DoctorCommand implements Callable<Integer> {
    /// How the result is written.
    enum Output {
        TABLE,
        JSON,
        NDJSON
    }

    @Mixin final HelpOption help = new HelpOption(); // set and read by picocli
    @Mixin private final ConfigOption config = new ConfigOption();
    @Mixin private final LogOptions logging = new LogOptions();
    private final Shell shell;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Output output = Output.TABLE;

    DoctorCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        StagelineConfig read = config.read(shell.environment());
        logging.applyQuietly(shell);
        return new DoctorAnswer(shell, Preflight.examine(read)).tell(output).code();
    }
}
