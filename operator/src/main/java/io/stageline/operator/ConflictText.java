package io.stageline.operator;

import io.stageline.conflict.Conflict;
import io.stageline.conflict.Conflict.Blocker;
import io.stageline.conflict.Conflict.Difference;
import io.stageline.conflict.Conflict.Seen;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A conflict with its evidence, for people.
final class ConflictText {
    private ConflictText() {}

    static String of(Conflict conflict) {
        var text = new StringBuilder();
        text.append(
                "conflict %s on %s at %s (transaction %s, change %d)%n"
                        .formatted(
                                conflict.type().word(),
                                conflict.table(),
                                conflict.transaction().sequence(),
                                conflict.transaction().id(),
                                conflict.ordinal()));
        text.append("  ").append(conflict.sentence()).append('\n');
        if (!conflict.key().isEmpty()) {
            text.append("  row key:    ").append(row(conflict.key())).append('\n');
        }
        conflict.blockers()
                .forEach(blocker ->
                        text.append("  in the way: ").append(blocker(blocker)).append('\n'));
        conflict.differences().forEach(it -> text.append("  ").append(difference(it)).append('\n'));
        return text.toString().stripTrailing();
    }

    private static String row(Map<String, @Nullable String> key) {
        return key.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String blocker(Blocker blocker) {
        return blocker.table()
                + " "
                + row(blocker.key())
                + blocker.constraint().map(name -> " (holds " + name + ")").orElse("");
    }

    private static String difference(Difference difference) {
        Seen staging =
                difference.stagingAfter() instanceof Seen.Nothing
                        ? difference.stagingBefore()
                        : difference.stagingAfter();
        return "%s: staging %s, production %s"
                .formatted(difference.column(), shown(staging), shown(difference.production()));
    }

    private static String shown(Seen seen) {
        return switch (seen) {
            case Seen.Value(@Nullable String text) -> text == null ? "NULL" : "'" + text + "'";
            case Seen.Nothing _ -> "-";
        };
    }
}
