package io.stageline.operator;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `stageline holds`: what waits for an operator's decision.
@Command(
        name = "holds",
        description = {
            "See and decide what is held: source transactions that production contradicts, and those that wait for them.",
            "Works from any machine that reaches production; decisions are kept with their reason and carried out by the publisher."
        },
        synopsisSubcommandLabel = "(list | show | release | discard)",
        footer = {
            "%nExamples:",
            "  stageline holds list --config stageline.yaml",
            "  stageline holds show 1042 --config stageline.yaml",
            "  stageline holds release 1042 --reason \"sku freed in production\" --config stageline.yaml"
        })
final class HoldsCommand {
    @Mixin final HelpOption help = new HelpOption(); // set and read by picocli

    private HoldsCommand() {}

    static CommandLine of(Shell shell) {
        return new CommandLine(new HoldsCommand())
                .addSubcommand(new HoldsListCommand(shell))
                .addSubcommand(new HoldsShowCommand(shell))
                .addSubcommand(new HoldsReleaseCommand(shell))
                .addSubcommand(new HoldsDiscardCommand(shell));
    }
}
