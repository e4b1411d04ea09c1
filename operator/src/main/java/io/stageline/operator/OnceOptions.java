package io.stageline.operator;

import io.stageline.operator.pipeline.Parts;
import java.time.Duration;
import picocli.CommandLine.Option;

/// `--once` and `--timeout`, for commands that publish until stopped or once.
final class OnceOptions {
    @Option(
            names = "--once",
            description = "Publish everything committed in staging up to now, then exit.")
    private boolean once;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "1h",
            converter = DurationConverter.class,
            description =
                    "With --once: give up after this long (30s, 10m, 2h). Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofHours(1);

    ExitCode run(Shell shell, StagelineConfig config, Parts parts) {
        var run = new PipelineRun(shell);
        return once ? run.once(config, parts, timeout) : run.untilStopped(config, parts);
    }
}
