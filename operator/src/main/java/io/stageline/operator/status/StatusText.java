package io.stageline.operator.status;

import io.stageline.operator.AgeText;
import io.stageline.publisher.state.OpenConflict;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// The report as a table for people.
public final class StatusText {
    private static final String ROW = "%-8s  %-13s  %10s  %-14s  %9s  %12s  %12s%n";

    private StatusText() {}

    public static String of(StatusReport report) {
        var text = new StringBuilder();
        text.append(
                "pipeline %s: %s; %s%n"
                        .formatted(report.pipeline(), report.state().word(), report.reason()));
        text.append(
                ROW.formatted("", "state", "sequence", "position", "lag", "transactions", "bytes"));
        text.append(row("capture", report.capture()));
        text.append(row("publish", report.publish()));
        text.append("change log: ").append(report.changeLog()).append('\n');
        for (OpenConflict conflict : report.conflicts()) {
            text.append(
                    "open conflict %s on %s at %s: %s%n"
                            .formatted(
                                    conflict.type(),
                                    conflict.table(),
                                    conflict.sequence(),
                                    conflict.sentence()));
        }
        report.held().ifPresent(held -> text.append(held(held)));
        return text.toString();
    }

    private static String held(Held held) {
        return "held: %,d source transactions, %,d of them in conflict, the oldest for %s%s%n  See 'stageline holds list'.%n"
                .formatted(
                        held.count(),
                        held.conflicts(),
                        AgeText.of(held.oldest()),
                        held.sentence().map(it -> "; the first:\n  " + it).orElse(""));
    }

    private static String row(String name, Stage stage) {
        return ROW.formatted(
                name,
                stage.state().word(),
                shown(stage.sequence()),
                shown(stage.position()),
                stage.lag().map(StatusText::seconds).orElse("-"),
                shown(stage.lagTransactions()),
                shown(stage.lagBytes()));
    }

    private static String shown(Optional<?> value) {
        return value.map(Object::toString).orElse("-");
    }

    private static String shown(OptionalLong value) {
        return value.isPresent() ? "%,d".formatted(value.getAsLong()) : "-";
    }

    private static String seconds(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1000.0);
    }
}
