package io.stageline.operator;

import io.stageline.changelog.Sequence;
import io.stageline.operator.holds.DetailText;
import io.stageline.operator.holds.HoldsJson;
import io.stageline.publisher.state.HeldDetail;
import io.stageline.publisher.state.HeldState;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `stageline holds show`.
@Command(
        name = "show",
        description = {
            "Show one held source transaction: its conflict column by column in three views, the rows in the way,",
            "what waits for it, its first changes, what was asked before, and the commands that help."
        },
        footer = {
            "%nExamples:",
            "  stageline holds show 1042 --config stageline.yaml",
            "  stageline holds show 1042 --output json -c stageline.yaml | jq .conflict.blockers"
        })
final class HoldsShowCommand implements Callable<Integer> {
    @Mixin final HelpOption help = new HelpOption(); // set and read by picocli
    @Mixin private final ConfigOption config = new ConfigOption();
    @Mixin private final OutputOption output = new OutputOption();
    @Mixin private final LogOptions logging = new LogOptions();
    private final Shell shell;

    @Parameters(
            paramLabel = "ID",
            converter = SequenceConverter.class,
            description = "The sequence of the source transaction, as 1042.")
    private Sequence sequence = Sequence.NONE;

    HoldsShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var desk = new HoldsDesk(config.read(shell.environment()), config);
        logging.applyQuietly(shell);
        HeldDetail detail =
                desk.at(production ->
                                HeldState.show(
                                        production, desk.pipeline(), HoldsDesk.LANE, sequence))
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.REFUSED,
                                        "%s is not held. What is: stageline holds list %s"
                                                .formatted(sequence, desk.options())));
        Instant now = Instant.now();
        if (output.forPeople()) {
            shell.out().print(DetailText.of(detail, now, desk.options()));
        } else {
            shell.out().println(HoldsJson.of(detail, now));
        }
        shell.out().flush();
        return ExitCode.DONE.code();
    }
}
