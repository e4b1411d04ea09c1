package io.stageline.operator;

import io.stageline.operator.pipeline.Parts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `stageline run`: capture and publisher in one process.
@Command(
        name = "run",
        description = {
            "Publish staging's committed changes to production until stopped.",
            "Capture and publisher in one process, over the embedded broker or an external Kafka."
                    + " SIGTERM and Ctrl-C finish what is begun and exit with 0; a restart goes on where it was."
        },
        footer = {
            "%nExamples:",
            "  stageline run --config stageline.yaml",
            "  stageline run --config stageline.yaml --log-format json",
            "  stageline run --config stageline.yaml --once --timeout 10m   publish what is committed now"
        })
final class RunCommand implements Callable<Integer> {
    @Mixin final HelpOption help = new HelpOption(); // set and read by picocli
    @Mixin private final ConfigOption config = new ConfigOption();
    @Mixin private final OnceOptions once = new OnceOptions();
    @Mixin private final LogOptions logging = new LogOptions();
    private final Shell shell;

    RunCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        StagelineConfig read = config.read(shell.environment());
        logging.apply(shell);
        return once.run(shell, read, Parts.BOTH).code();
    }
}
