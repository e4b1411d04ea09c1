package io.stageline.operator;

import io.stageline.operator.pipeline.Parts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `stageline capture`: only the first half, over an external Kafka.
@Command(
        name = "capture",
        description = {
            "Read staging's committed changes into the change log until stopped.",
            "One half of 'run', as a process of its own; needs an external Kafka."
        },
        footer = {"%nExamples:", "  stageline capture --config stageline-kafka.yaml"})
final class CaptureCommand implements Callable<Integer> {
    @Mixin final HelpOption help = new HelpOption(); // set and read by picocli
    @Mixin private final ConfigOption config = new ConfigOption();
    @Mixin private final LogOptions logging = new LogOptions();
    private final Shell shell;

    CaptureCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        StagelineConfig read = config.readForExternalKafka(shell.environment());
        logging.apply(shell);
        return new PipelineRun(shell).untilStopped(read, Parts.CAPTURE).code();
    }
}
