package io.stageline.conflict;

import io.stageline.changelog.ChangeEvent;
import io.stageline.conflict.Conflict.Difference;
import io.stageline.conflict.Conflict.Evidence;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes the one sentence of a conflict. It holds names and keys; other values stay in the differences, so that the sentence
/// may stand in a log.
final class Wording {
    private static final int LONGEST_VALUE = 60;

    private Wording() {}

    /// @param columns the row of the change, every column in its three views
    static Verdict conflicting(
            Refusal refusal,
            Map<String, @Nullable String> key,
            List<Difference> columns,
            Finding finding) {
        String row = key.isEmpty() ? "" : " " + row(key);
        String sentence =
                "%s %s %s%s, but %s: %s."
                        .formatted(
                                refusal.place().transaction().sequence(),
                                verb(refusal.change()),
                                refusal.change().table(),
                                row,
                                finding.reason(),
                                finding.cure());
        return new Verdict.Conflicting(
                new Conflict(
                        finding.type(),
                        refusal.place(),
                        refusal.change().table(),
                        key,
                        new Evidence(
                                columns,
                                finding.differences(),
                                finding.blockers(),
                                finding.violations()),
                        sentence));
    }

    /// A row key as people read it: `(id=7, lang=de)`.
    static String row(Map<String, @Nullable String> key) {
        return key.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + value(entry.getValue()))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    static String names(Collection<String> names) {
        return String.join(", ", names);
    }

    private static String value(@Nullable String value) {
        if (value == null) {
            return "NULL";
        }
        String line = value.replaceAll("\\p{Cntrl}", " ");
        // counted in whole characters: a surrogate pair is never split
        return line.codePointCount(0, line.length()) <= LONGEST_VALUE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_VALUE - 1)) + "…";
    }

    private static String verb(ChangeEvent change) {
        return switch (change) {
            case ChangeEvent.Insert _ -> "inserts into";
            case ChangeEvent.Update _ -> "updates";
            case ChangeEvent.Delete _ -> "deletes from";
            case ChangeEvent.Truncate _ -> "truncates";
        };
    }
}
