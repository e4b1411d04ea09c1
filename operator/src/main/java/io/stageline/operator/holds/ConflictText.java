package io.stageline.operator.holds;

import com.fasterxml.jackson.databind.JsonNode;
import io.stageline.conflict.Conflict;
import io.stageline.conflict.ConflictJson;
import java.util.ArrayList;
import java.util.List;

/// A conflict with its evidence, for people: the row in three views, the rows in the way, the constraints that are broken.
public final class ConflictText {
    private static final int BLOCKERS_SHOWN = 10;
    private static final String INDENT = "  ";

    private ConflictText() {}

    /// A conflict that was just found.
    public static String of(Conflict conflict) {
        JsonNode detail = JsonText.read(ConflictJson.write(conflict));
        return "conflict %s on %s at %s (transaction %s, change %d)%n  %s%n%s"
                .formatted(
                        conflict.type().word(),
                        conflict.table(),
                        conflict.transaction().sequence(),
                        conflict.transaction().id(),
                        conflict.ordinal(),
                        conflict.sentence(),
                        evidence(detail))
                .stripTrailing();
    }

    /// What production showed, from the JSON in `stageline.conflict.detail`; older ones tell less.
    static String evidence(JsonNode detail) {
        var text = new StringBuilder();
        if (detail.has("topic_offset")) {
            text.append(
                    "%schange %d, topic offset %d%n"
                            .formatted(
                                    INDENT,
                                    detail.path("ordinal").asLong(),
                                    detail.path("topic_offset").asLong()));
        }
        text.append(views(detail));
        text.append(blockers(detail.path("blockers")));
        text.append(violations(detail.path("violations")));
        return text.toString();
    }

    private static String views(JsonNode detail) {
        JsonNode columns =
                detail.path("columns").isEmpty()
                        ? detail.path("differences")
                        : detail.path("columns");
        if (columns.isEmpty()) {
            return "";
        }
        List<String> differing = new ArrayList<>();
        detail.path("differences").forEach(it -> differing.add(it.path("column").asText()));
        var table =
                new TextTable(
                        INDENT, "", "column", "staging before", "staging after", "production now");
        for (JsonNode column : columns) {
            String name = column.path("column").asText();
            table.row(
                    differing.contains(name) ? "*" : "",
                    name,
                    JsonText.quoted(column.path("staging_before")),
                    JsonText.quoted(column.path("staging_after")),
                    JsonText.quoted(column.path("production")));
        }
        return table.text();
    }

    private static String blockers(JsonNode blockers) {
        var text = new StringBuilder();
        int shown = 0;
        for (JsonNode blocker : blockers) {
            if (shown++ == BLOCKERS_SHOWN) {
                text.append(INDENT)
                        .append("… and %d more%n".formatted(blockers.size() - BLOCKERS_SHOWN));
                break;
            }
            text.append(blocker(blocker));
        }
        return text.toString();
    }

    private static String blocker(JsonNode blocker) {
        String constraint = blocker.path("constraint").asText("");
        JsonNode row = blocker.path("row");
        JsonNode key = blocker.path("key");
        String named = JsonText.table(blocker) + " " + JsonText.row(key);
        if (row.isEmpty()) {
            return "%sin the way: %s%s%n"
                    .formatted(
                            INDENT,
                            named.strip(),
                            constraint.isEmpty() ? "" : " (" + constraint + ")");
        }
        List<String> others =
                JsonText.fields(row).stream()
                        .filter(field -> !key.has(field.getKey()))
                        .map(field -> field.getKey() + "=" + JsonText.quoted(field.getValue()))
                        .map(TextTable::line)
                        .toList();
        return "%sin the way: %s%s: %s%n"
                .formatted(
                        INDENT,
                        named,
                        constraint.isEmpty() ? "" : " (holds " + constraint + ")",
                        String.join(", ", others));
    }

    private static String violations(JsonNode violations) {
        var text = new StringBuilder();
        for (JsonNode violation : violations) {
            List<String> columns = new ArrayList<>();
            violation.path("columns").forEach(column -> columns.add(column.asText()));
            long rows = violation.path("rows").asLong();
            text.append(
                    "%sbroken:     %s %s(%s) of %s%s%n"
                            .formatted(
                                    INDENT,
                                    violation.path("kind").asText().replace('_', ' '),
                                    violation.has("constraint")
                                            ? violation.path("constraint").asText() + " "
                                            : "",
                                    String.join(", ", columns),
                                    JsonText.table(violation),
                                    rows > 1 ? ", %,d rows".formatted(rows) : ""));
        }
        return text.toString();
    }
}
