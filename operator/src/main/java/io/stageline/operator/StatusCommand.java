package io.stageline.operator;

import io.stageline.operator.status.StatusJson;
import io.stageline.operator.status.StatusReader;
import io.stageline.operator.status.StatusReport;
import io.stageline.operator.status.StatusText;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `stageline status`: from any machine, whether or not the pipeline runs.
@Command(
        name = "status",
        description = {
            "Tell how far a pipeline is and how it is doing: sequence, position, lag and state of both halves, open conflicts, what is held.",
            "Works from any machine that reaches the databases, whether or not the pipeline runs."
        },
        footer = {
            "%nExamples:",
            "  stageline status --config stageline.yaml",
            "  stageline status --config stageline.yaml --watch",
            "  stageline status --config stageline.yaml --output json"
        })
final class StatusCommand implements Callable<Integer> {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J";

    /// How the result is written.
    enum Output {
        TABLE,
        JSON
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

    @Option(
            names = "--watch",
            description =
                    "Look again every two seconds until Ctrl-C; with json one line each time.")
    private boolean watch;

    StatusCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        StagelineConfig read = config.read(shell.environment());
        logging.applyQuietly(shell);
        var reader = new StatusReader(read, Clock.systemUTC());
        StatusReport report = tell(reader.read());
        if (watch) {
            shell.stop().whenRequested(() -> {});
            while (!shell.stop().within(LOOK_EVERY)) {
                report = tell(reader.read());
            }
            return ExitCode.DONE.code();
        }
        return exitCode(report).code();
    }

    private StatusReport tell(StatusReport report) {
        shell.out()
                .print(
                        switch (output) {
                            case TABLE ->
                                    (watch && shell.live() ? CLEAR_SCREEN : "")
                                            + StatusText.of(report);
                            case JSON -> StatusJson.of(report) + "\n";
                        });
        shell.out().flush();
        return report;
    }

    private static ExitCode exitCode(StatusReport report) {
        if (!report.conflicts().isEmpty() || report.held().isPresent()) {
            return ExitCode.CONFLICTS;
        }
        return switch (report.state()) {
            case UNREACHABLE -> ExitCode.UNREACHABLE;
            case IDLE, RUNNING, NEVER_STARTED, STOPPED, RETRYING, HALTED ->
                    report.healthy() ? ExitCode.DONE : ExitCode.UNHEALTHY;
        };
    }
}
