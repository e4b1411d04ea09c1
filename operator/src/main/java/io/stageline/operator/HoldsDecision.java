package io.stageline.operator;

import io.stageline.changelog.Sequence;
import io.stageline.operator.holds.HoldsText;
import io.stageline.publisher.state.CommandRequest;
import io.stageline.publisher.state.CommandRequest.Action;
import io.stageline.publisher.state.Commands;
import io.stageline.publisher.state.HeldFilter;
import io.stageline.publisher.state.HeldState;
import io.stageline.publisher.state.HeldTransaction;
import java.io.BufferedReader;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// An operator decides about held source transactions: found, shown where many are meant, asked for, waited for.
final class HoldsDecision {
    private static final int PREVIEW = 20;

    private final Shell shell;
    private final HoldsDecisionOptions options;
    private final Action action;

    HoldsDecision(Shell shell, HoldsDecisionOptions options, Action action) {
        this.shell = shell;
        this.options = options;
        this.action = action;
    }

    ExitCode make() {
        var desk = new HoldsDesk(options.config().read(shell.environment()), options.config());
        options.logging().applyQuietly(shell);
        return desk.at(production -> make(desk, production));
    }

    private ExitCode make(HoldsDesk desk, Connection production) throws SQLException {
        List<HeldTransaction> meant =
                HeldState.list(production, desk.pipeline(), HoldsDesk.LANE, filter());
        refuseWhatIsNotHeld(meant, desk);
        if (meant.isEmpty()) {
            shell.out().println("Nothing of that is held: nothing was done.");
            shell.out().flush();
            return ExitCode.DONE;
        }
        if (options.all() && !options.yes() && !confirmed(meant)) {
            shell.err().println("Nothing was done.");
            shell.err().flush();
            return ExitCode.DONE;
        }
        var wait = new HoldsWait(shell, options, desk);
        List<HoldsWait.Asked> asked = new ArrayList<>();
        for (Sequence sequence : inOrder(meant)) {
            var request = new CommandRequest(sequence, action, options.reason(), options.author());
            asked.add(
                    new HoldsWait.Asked(
                            sequence,
                            Commands.ask(production, desk.pipeline(), HoldsDesk.LANE, request)));
        }
        return wait.await(production, asked);
    }

    /// A release brings along what waits; only what is in conflict is asked for. Named sequences are taken as named.
    private HeldFilter filter() {
        if (!options.all()) {
            return HeldFilter.ALL.only(options.sequences());
        }
        HeldFilter filter = options.filter().filter(Integer.MAX_VALUE);
        return action instanceof Action.Release ? filter.withConflictsOnly() : filter;
    }

    private void refuseWhatIsNotHeld(List<HeldTransaction> meant, HoldsDesk desk) {
        List<Sequence> missing = new ArrayList<>(options.sequences());
        meant.forEach(it -> missing.remove(it.sequence()));
        if (!missing.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "%s is not held; nothing was done. What is: stageline holds list %s"
                            .formatted(missing.getFirst(), desk.options()));
        }
    }

    /// Earlier ones first, so that what depends on them can follow; discarded are the latest first, so that nothing that is to
    /// be discarded is tried because an earlier one went.
    private List<Sequence> inOrder(List<HeldTransaction> meant) {
        Comparator<Sequence> order =
                switch (action) {
                    case Action.Release _ -> Comparator.naturalOrder();
                    case Action.Discard _ -> Comparator.reverseOrder();
                };
        return meant.stream().map(HeldTransaction::sequence).sorted(order).toList();
    }

    private boolean confirmed(List<HeldTransaction> meant) {
        String preview = preview(meant);
        if (shell.answers().isEmpty()) {
            shell.out().println(preview);
            shell.out().flush();
            throw options.problem("Nobody can be asked here: add --yes to do it");
        }
        shell.err().print(preview + " [y/N] ");
        shell.err().flush();
        String answer = answer(shell.answers().get()).strip().toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes");
    }

    private String preview(List<HeldTransaction> meant) {
        long dependents = meant.stream().mapToLong(HeldTransaction::dependents).sum();
        long more = (long) meant.size() - PREVIEW;
        return HoldsText.of(meant.stream().limit(PREVIEW).toList(), Instant.now())
                + (more > 0 ? "… and %,d more%n".formatted(more) : "")
                + switch (action) {
                    case Action.Release _ ->
                            "Release %s (%,d more wait)?".formatted(count(meant), dependents);
                    case Action.Discard _ ->
                            "Discard %s? Production never gets these changes."
                                    .formatted(count(meant));
                };
    }

    private static String count(List<HeldTransaction> meant) {
        return meant.size() == 1
                ? "1 held source transaction"
                : "%,d held source transactions".formatted(meant.size());
    }

    private static String answer(BufferedReader answers) {
        try {
            String line = answers.readLine();
            return line == null ? "" : line;
        } catch (IOException _) {
            return ""; // nobody answers: that is no
        }
    }
}
