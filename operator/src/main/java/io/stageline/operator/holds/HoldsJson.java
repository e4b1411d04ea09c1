package io.stageline.operator.holds;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stageline.publisher.state.CommandOutcome;
import io.stageline.publisher.state.HeldDetail;
import io.stageline.publisher.state.HeldTransaction;
import io.stageline.publisher.state.HeldTransaction.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Held source transactions for programs, one JSON object each. What is not known is null.
public final class HoldsJson {
    private HoldsJson() {}

    public static String of(HeldTransaction held, Instant now) {
        return JsonText.write(object(held, now));
    }

    public static String of(HeldDetail detail, Instant now) {
        ObjectNode json = object(detail.transaction(), now);
        json.put("transaction_id", detail.id().value());
        json.set("conflict", detail.conflict().map(JsonText::read).orElse(null));
        ArrayNode changes = json.putArray("first_changes");
        for (HeldDetail.Change change : detail.changes()) {
            ObjectNode it = changes.addObject();
            it.put("ordinal", change.ordinal());
            it.put("table", change.table().toString());
            it.put("operation", change.operation());
            it.set("before", change.before().map(JsonText::read).orElse(null));
            it.set("after", change.after().map(JsonText::read).orElse(null));
        }
        ArrayNode dependents = json.putArray("first_dependents");
        detail.dependents().forEach(it -> dependents.add(it.value()));
        ArrayNode commands = json.putArray("commands");
        for (HeldDetail.Asked asked : detail.commands()) {
            ObjectNode it = commands.addObject();
            it.put("command", asked.id());
            it.put("what", asked.what());
            it.put("reason", asked.reason());
            it.put("author", asked.author());
            it.put("at", asked.at().toString());
            put(it, asked.outcome());
        }
        return JsonText.write(json);
    }

    /// What became of a command on one of them.
    ///
    /// @param outcome empty while it waits for a publisher
    public static String of(long sequence, long command, Optional<CommandOutcome> outcome) {
        ObjectNode json = JsonText.object();
        json.put("sequence", sequence);
        json.put("command", command);
        put(json, outcome);
        return JsonText.write(json);
    }

    private static void put(ObjectNode json, Optional<CommandOutcome> outcome) {
        json.put(
                "outcome",
                outcome.map(it ->
                                switch (it) {
                                    case CommandOutcome.Done _ -> "done";
                                    case CommandOutcome.Refused _ -> "refused";
                                })
                        .orElse("waiting"));
        json.put("message", outcome.map(CommandOutcome::message).orElse(null));
    }

    private static ObjectNode object(HeldTransaction held, Instant now) {
        ObjectNode json = JsonText.object();
        json.put("sequence", held.sequence().value());
        json.put("held_at", held.heldAt().toString());
        json.put("held_seconds", Duration.between(held.heldAt(), now).toSeconds());
        json.put("committed_at", held.committedAt().toString());
        switch (held.cause()) {
            case Cause.Conflict conflict -> {
                json.put("cause", "conflict");
                json.put("type", conflict.type());
                json.putNull("depends_on");
            }
            case Cause.Dependency dependency -> {
                json.put("cause", "dependency");
                json.putNull("type");
                json.put("depends_on", dependency.on().value());
            }
        }
        json.put("table", held.row().table().toString());
        json.set("key", JsonText.read(held.row().key()));
        json.put("changes", held.changes());
        json.put("dependents", held.dependents());
        json.put("sentence", held.sentence());
        return json;
    }
}
