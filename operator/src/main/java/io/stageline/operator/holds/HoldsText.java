package io.stageline.operator.holds;

import io.stageline.operator.AgeText;
import io.stageline.publisher.state.HeldTransaction;
import io.stageline.publisher.state.HeldTransaction.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Held source transactions as a table for people, each conflict's sentence below its row.
public final class HoldsText {
    private HoldsText() {}

    public static String of(List<HeldTransaction> held, Instant now) {
        var table =
                new TextTable(
                        "",
                        "sequence",
                        "held for",
                        "cause",
                        "type",
                        "table",
                        "key",
                        "changes",
                        "dependents");
        for (HeldTransaction it : held) {
            table.row(
                    it.sequence().toString(),
                    AgeText.of(Duration.between(it.heldAt(), now)),
                    cause(it.cause()),
                    type(it.cause()),
                    it.row().table().toString(),
                    key(it),
                    "%,d".formatted(it.changes()),
                    "%,d".formatted(it.dependents()));
        }
        List<String> lines = table.lines();
        var text = new StringBuilder(lines.getFirst());
        for (int i = 0; i < held.size(); i++) {
            text.append(lines.get(i + 1));
            if (held.get(i).cause() instanceof Cause.Conflict) {
                text.append("    ").append(held.get(i).sentence()).append('\n');
            }
        }
        return text.toString();
    }

    static String cause(Cause cause) {
        return switch (cause) {
            case Cause.Conflict _ -> "conflict";
            case Cause.Dependency dependency -> "waits for " + dependency.on();
        };
    }

    private static String type(Cause cause) {
        return switch (cause) {
            case Cause.Conflict conflict -> conflict.type();
            case Cause.Dependency _ -> "-";
        };
    }

    private static String key(HeldTransaction held) {
        String key = JsonText.row(JsonText.read(held.row().key()));
        return key.isEmpty() ? "-" : key;
    }
}
