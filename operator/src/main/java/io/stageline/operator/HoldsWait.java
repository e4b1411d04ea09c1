package io.stageline.operator;

import io.stageline.changelog.Sequence;
import io.stageline.operator.holds.HoldsJson;
import io.stageline.publisher.state.CommandOutcome;
import io.stageline.publisher.state.Commands;
import io.stageline.publisher.state.HeldFilter;
import io.stageline.publisher.state.HeldState;
import io.stageline.publisher.state.HeldTransaction;
import io.stageline.publisher.state.LaneSnapshot;
import io.stageline.publisher.state.ProductionState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Waits until the publisher has carried out what was asked, and tells what came of it.
final class HoldsWait {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration SILENT_AFTER = Duration.ofSeconds(30);

    private final Shell shell;
    private final HoldsDecisionOptions options;
    private final HoldsDesk desk;
    private final Map<Asked, CommandOutcome> outcomes = new LinkedHashMap<>();

    /// A command that waits for a publisher.
    record Asked(Sequence sequence, long command) {}

    HoldsWait(Shell shell, HoldsDecisionOptions options, HoldsDesk desk) {
        this.shell = shell;
        this.options = options;
        this.desk = desk;
    }

    ExitCode await(Connection production, List<Asked> asked) throws SQLException {
        List<Asked> waiting = new ArrayList<>(asked);
        boolean running = publisherRuns(production);
        long deadlineNanos = System.nanoTime() + options.patience().toNanos();
        while (running && !waiting.isEmpty() && System.nanoTime() - deadlineNanos < 0) {
            look(production, waiting);
            if (!waiting.isEmpty() && shell.stop().within(LOOK_EVERY)) {
                break;
            }
        }
        if (!options.output().forPeople()) {
            tellPrograms(asked);
        }
        shell.out().flush();
        if (!waiting.isEmpty()) {
            return tellWaiting(waiting, publisherRuns(production));
        }
        return conclude(production);
    }

    private void look(Connection production, List<Asked> waiting) throws SQLException {
        for (Asked it : List.copyOf(waiting)) {
            Optional<CommandOutcome> outcome = Commands.outcome(production, it.command);
            if (outcome.isEmpty()) {
                return; // they are carried out in order
            }
            waiting.remove(it);
            outcomes.put(it, outcome.get());
            if (options.output().forPeople()) {
                tell(it, outcome.get());
            }
        }
    }

    private void tell(Asked asked, CommandOutcome outcome) {
        shell.out()
                .println(
                        switch (outcome) {
                            case CommandOutcome.Done done ->
                                    "%s done: %s".formatted(asked.sequence, done.message());
                            case CommandOutcome.Refused refused ->
                                    "%s refused: %s".formatted(asked.sequence, refused.message());
                        });
    }

    private void tellPrograms(List<Asked> asked) {
        List<String> objects =
                asked.stream()
                        .map(it ->
                                HoldsJson.of(
                                        it.sequence.value(),
                                        it.command,
                                        Optional.ofNullable(outcomes.get(it))))
                        .toList();
        shell.out().println(options.output().join(objects));
    }

    private ExitCode tellWaiting(List<Asked> waiting, boolean running) {
        if (options.patience().isZero()) {
            shell.err()
                    .println(
                            "Asked: %s for the publisher. See 'stageline holds list %s'."
                                    .formatted(
                                            counted(waiting.size(), "waits", "wait"),
                                            desk.options()));
            shell.err().flush();
            return ExitCode.DONE;
        }
        throw new CommandFailure(
                ExitCode.TIMED_OUT,
                running
                        ? "the publisher has not come to it in time; %s queued. See 'stageline status %s'."
                                .formatted(counted(waiting.size(), "stays", "stay"), desk.options())
                        : "no publisher runs; %s queued until one does: stageline run %s"
                                .formatted(
                                        counted(waiting.size(), "stays", "stay"), desk.options()));
    }

    private static String counted(int commands, String one, String many) {
        return commands == 1 ? "1 command " + one : "%,d commands %s".formatted(commands, many);
    }

    private ExitCode conclude(Connection production) throws SQLException {
        List<Sequence> refused =
                outcomes.entrySet().stream()
                        .filter(it -> it.getValue() instanceof CommandOutcome.Refused)
                        .map(it -> it.getKey().sequence)
                        .toList();
        if (refused.isEmpty()) {
            return ExitCode.DONE;
        }
        List<HeldTransaction> held =
                HeldState.list(
                        production, desk.pipeline(), HoldsDesk.LANE, HeldFilter.ALL.only(refused));
        shell.err()
                .println(
                        held.isEmpty()
                                ? "See 'stageline holds list %s'.".formatted(desk.options())
                                : "See 'stageline holds show %d %s'."
                                        .formatted(
                                                held.getFirst().sequence().value(),
                                                desk.options()));
        shell.err().flush();
        boolean conflict =
                held.stream().anyMatch(it -> it.cause() instanceof HeldTransaction.Cause.Conflict);
        return conflict ? ExitCode.CONFLICTS : ExitCode.REFUSED;
    }

    /// Whether a publisher was heard of lately; one that was killed a moment ago is believed to run.
    private boolean publisherRuns(Connection production) throws SQLException {
        return ProductionState.read(production, desk.pipeline(), HoldsDesk.LANE)
                .flatMap(LaneSnapshot::activity)
                .filter(activity -> !activity.state().equalsIgnoreCase("stopped"))
                .filter(activity ->
                        Duration.between(activity.heartbeatAt(), Instant.now())
                                        .compareTo(SILENT_AFTER)
                                < 0)
                .isPresent();
    }
}
