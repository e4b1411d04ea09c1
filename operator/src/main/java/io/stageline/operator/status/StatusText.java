package io.stageline.operator.status;

import io.stageline.changelog.MySqlPosition;
import io.stageline.operator.AgeText;
import io.stageline.publisher.state.OpenConflict;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The report as a table for people.
public final class StatusText {
    private static final String ROW = "%-8s  %-13s  %10s  %-{places}s  %9s  %12s  %12s%n";
    private static final int PLACE_WIDTH = 14;

    private StatusText() {}

    public static String of(StatusReport report) {
        var text = new StringBuilder();
        text.append(
                "pipeline %s: %s; %s%n"
                        .formatted(report.pipeline(), report.state().word(), report.reason()));
        String row = row(report);
        text.append(
                row.formatted("", "state", "sequence", "position", "lag", "transactions", "bytes"));
        text.append(of(row, "capture", report.capture()));
        text.append(of(row, "publish", report.publish()));
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

    /// As wide as the places are.
    private static String row(StatusReport report) {
        int width =
                Stream.of(report.capture(), report.publish())
                        .mapToInt(stage -> place(stage).length())
                        .reduce(PLACE_WIDTH, Math::max);
        return ROW.replace("{places}", Integer.toString(width));
    }

    /// MySQL's set of GTIDs would fill the line.
    private static String place(Stage stage) {
        return shown(
                stage.position().map(at -> at instanceof MySqlPosition place ? place.place() : at));
    }

    private static String of(String row, String name, Stage stage) {
        return row.formatted(
                name,
                stage.state().word(),
                shown(stage.sequence()),
                place(stage),
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
