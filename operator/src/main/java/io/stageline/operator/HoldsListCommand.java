package io.stageline.operator;

import io.stageline.operator.holds.HoldsJson;
import io.stageline.operator.holds.HoldsText;
import io.stageline.publisher.state.HeldFilter;
import io.stageline.publisher.state.HeldState;
import io.stageline.publisher.state.HeldTransaction;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `stageline holds list`.
@Command(
        name = "list",
        description =
                "List what is held, in order: the conflicts, and the source transactions that wait for them.",
        footer = {
            "%nExamples:",
            "  stageline holds list --config stageline.yaml",
            "  stageline holds list --type unique_exists --table 'public.*' --older-than 1h -c stageline.yaml",
            "  stageline holds list --output ndjson -c stageline.yaml | jq .sentence"
        })
final class HoldsListCommand implements Callable<Integer> {
    @Mixin final HelpOption help = new HelpOption(); // set and read by picocli
    @Mixin private final ConfigOption config = new ConfigOption();
    @Mixin private final HoldsFilterOptions filter = new HoldsFilterOptions();
    @Mixin private final OutputOption output = new OutputOption();
    @Mixin private final LogOptions logging = new LogOptions();
    private final Shell shell;

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "Show at most so many, the earliest first. Default: ${DEFAULT-VALUE}.")
    private int limit = 100;

    HoldsListCommand(Shell shell) {
        this.shell = shell;
    }

    /// What is shown, and how many there are.
    private record Found(List<HeldTransaction> shown, long count) {}

    @Override
    public Integer call() {
        var desk = new HoldsDesk(config.read(shell.environment()), config);
        logging.applyQuietly(shell);
        HeldFilter wanted = filter.filter(Math.max(1, limit));
        Found found =
                desk.at(production ->
                        new Found(
                                HeldState.list(production, desk.pipeline(), HoldsDesk.LANE, wanted),
                                HeldState.count(
                                        production, desk.pipeline(), HoldsDesk.LANE, wanted)));
        Instant now = Instant.now();
        if (output.forPeople()) {
            shell.out().print(table(found, now, desk));
        } else {
            shell.out()
                    .println(
                            output.join(
                                    found.shown.stream()
                                            .map(it -> HoldsJson.of(it, now))
                                            .toList()));
        }
        shell.out().flush();
        return ExitCode.DONE.code();
    }

    private String table(Found found, Instant now, HoldsDesk desk) {
        if (found.shown.isEmpty()) {
            return filter.given()
                    ? "Nothing of that is held. All: stageline holds list %s%n"
                            .formatted(desk.options())
                    : "Nothing is held.\n";
        }
        long more = found.count - found.shown.size();
        return HoldsText.of(found.shown, now)
                + (more > 0 ? "… and %,d more (--limit)%n".formatted(more) : "")
                + "Next: stageline holds show %d %s%n"
                        .formatted(found.shown.getFirst().sequence().value(), desk.options());
    }
}
