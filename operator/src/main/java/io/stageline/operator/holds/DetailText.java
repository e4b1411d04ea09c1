package io.stageline.operator.holds;

import io.stageline.operator.AgeText;
import io.stageline.publisher.state.CommandOutcome;
import io.stageline.publisher.state.HeldDetail;
import io.stageline.publisher.state.HeldTransaction;
import io.stageline.publisher.state.HeldTransaction.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One held source transaction for people, with the commands that help.
public final class DetailText {
    /// Conflicts whose change can win without another row being touched.
    private static final Set<String> CAN_WIN =
            Set.of(
                    "insert_exists",
                    "update_origin_differs",
                    "delete_origin_differs",
                    "update_missing",
                    "delete_missing");

    /// Conflicts that another value can end.
    private static final Set<String> CAN_BE_EDITED =
            Set.of(
                    "insert_exists",
                    "unique_exists",
                    "update_exists",
                    "multiple_unique_conflicts",
                    "parent_missing",
                    "value_rejected");

    private final HeldDetail detail;
    private final String options;

    private DetailText(HeldDetail detail, String options) {
        this.detail = detail;
        this.options = options;
    }

    /// @param options what every command must be given again, as `--config stageline.yaml`
    public static String of(HeldDetail detail, Instant now, String options) {
        var text = new DetailText(detail, options);
        return text.heading(now)
                + detail.conflict().map(it -> ConflictText.evidence(JsonText.read(it))).orElse("")
                + text.changes()
                + text.dependents()
                + text.commands()
                + text.help();
    }

    private String heading(Instant now) {
        HeldTransaction held = detail.transaction();
        return "%s has been held for %s: %s%n  %s%n  staging's transaction %s of %s, %,d changes%n"
                .formatted(
                        held.sequence(),
                        AgeText.of(Duration.between(held.heldAt(), now)),
                        switch (held.cause()) {
                            case Cause.Conflict conflict ->
                                    "conflict " + conflict.type() + " on " + held.row().table();
                            case Cause.Dependency dependency -> "it waits for " + dependency.on();
                        },
                        held.sentence(),
                        detail.id(),
                        held.committedAt(),
                        held.changes());
    }

    private String changes() {
        var table = new TextTable("  ", "change", "", "table", "before", "after");
        for (HeldDetail.Change change : detail.changes()) {
            table.row(
                    Long.toString(change.ordinal()),
                    change.operation(),
                    change.table().toString(),
                    change.before().map(DetailText::row).orElse("-"),
                    change.after().map(DetailText::row).orElse("-"));
        }
        long more = detail.transaction().changes() - detail.changes().size();
        return table.text() + (more > 0 ? "  … and %,d more%n".formatted(more) : "");
    }

    private static String row(String json) {
        return JsonText.row(JsonText.read(json));
    }

    private String dependents() {
        long count = detail.transaction().dependents();
        if (count == 0) {
            return "";
        }
        String first =
                detail.dependents().stream()
                        .limit(10)
                        .map(Object::toString)
                        .collect(Collectors.joining(", "));
        return "%,d %s for it: %s%s%n"
                .formatted(count, count == 1 ? "waits" : "wait", first, count > 10 ? " …" : "");
    }

    private String commands() {
        return detail.commands().stream().map(DetailText::command).collect(Collectors.joining());
    }

    private static String command(HeldDetail.Asked asked) {
        String became =
                asked.outcome()
                        .map(outcome ->
                                switch (outcome) {
                                    case CommandOutcome.Done done -> "done: " + done.message();
                                    case CommandOutcome.Refused refused ->
                                            "refused: " + refused.message();
                                })
                        .orElse("waits for a publisher");
        return "asked by %s at %s: %s, because \"%s\"; %s%n"
                .formatted(asked.author(), asked.at(), asked.what(), asked.reason(), became);
    }

    private String help() {
        return switch (detail.transaction().cause()) {
            case Cause.Dependency dependency ->
                    "What helps: decide about %s first%n  stageline holds show %d %s%n"
                            .formatted(dependency.on(), dependency.on().value(), options);
            case Cause.Conflict conflict -> help(conflict.type());
        };
    }

    private String help(String type) {
        return Stream.of(
                        "What helps:\n",
                        line("cured in production: try again", "release", ""),
                        CAN_WIN.contains(type)
                                ? line("staging's change shall win", "release", "--apply-remote ")
                                : "",
                        line("production's row shall stay", "release", "--keep-local "),
                        CAN_BE_EDITED.contains(type)
                                ? line("another value", "release", "--edit COLUMN=VALUE ")
                                : "",
                        line("never apply the transaction", "discard", ""))
                .collect(Collectors.joining());
    }

    private String line(String when, String verb, String option) {
        return "  %-32s stageline holds %s %d %s--reason \"…\" %s%n"
                .formatted(
                        when + ":", verb, detail.transaction().sequence().value(), option, options);
    }
}
