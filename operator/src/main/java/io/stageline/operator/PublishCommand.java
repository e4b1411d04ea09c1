package io.stageline.operator;

import io.stageline.operator.pipeline.Parts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `stageline publish`: only the second half, over an external Kafka.
@Command(
        name = "publish",
        description = {
            "Apply the change log to production until stopped.",
            "One half of 'run', as a process of its own; needs an external Kafka."
        },
        footer = {
            "%nExamples:",
            "  stageline publish --config stageline-kafka.yaml",
            "  stageline publish --config stageline-kafka.yaml --once   publish what is in the change log now"
        })
final class PublishCommand implements Callable<Integer> {
    @Mixin final HelpOption help = new HelpOption(); // set and read by picocli
    @Mixin private final ConfigOption config = new ConfigOption();
    @Mixin private final OnceOptions once = new OnceOptions();
    @Mixin private final LogOptions logging = new LogOptions();
    private final Shell shell;

    PublishCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        StagelineConfig read = config.readForExternalKafka(shell.environment());
        logging.apply(shell);
        return once.run(shell, read, Parts.PUBLISHER).code();
    }
}
