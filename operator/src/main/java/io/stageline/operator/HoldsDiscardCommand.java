package io.stageline.operator;

import io.stageline.publisher.state.CommandRequest.Action;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `stageline holds discard`.
@Command(
        name = "discard",
        description = {
            "Never apply held source transactions; they stay readable in the change log.",
            "What waits for them is tried against production as it is then."
        },
        footer = {
            "%nExamples:",
            "  stageline holds discard 1042 --reason \"entered twice\" --config stageline.yaml",
            "  stageline holds discard --all --table public.scratch --yes --reason \"test data\" -c stageline.yaml"
        })
final class HoldsDiscardCommand implements Callable<Integer> {
    @Mixin final HelpOption help = new HelpOption(); // set and read by picocli
    @Mixin private final HoldsDecisionOptions options = new HoldsDecisionOptions();
    private final Shell shell;

    HoldsDiscardCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        options.check();
        return new HoldsDecision(shell, options, new Action.Discard()).make().code();
    }
}
