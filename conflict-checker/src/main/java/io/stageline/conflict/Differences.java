package io.stageline.conflict;

import io.stageline.changelog.RowImage;
import io.stageline.conflict.Conflict.Difference;
import io.stageline.conflict.Conflict.Seen;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lays staging's two images and production's row side by side.
final class Differences {
    private Differences() {}

    /// Whether a production row is the after image in every column this one has.
    static boolean isAfter(Subject subject, Map<String, @Nullable String> production) {
        return subject.afterValues().entrySet().stream()
                .allMatch(entry ->
                        production.containsKey(entry.getKey())
                                && Objects.equals(
                                        entry.getValue(), production.get(entry.getKey())));
    }

    /// The columns in which production is not what staging's change started from; where the before image does not tell,
    /// those in which it is not what the change makes of them.
    static List<Difference> from(Subject subject, Map<String, @Nullable String> production) {
        List<Difference> differences = new ArrayList<>();
        for (String column : columns(subject)) {
            Seen before = seen(subject.before(), column);
            Seen after = seen(subject.after(), column);
            Seen expected = before instanceof Seen.Value ? before : after;
            Seen held = held(production, column);
            if (!expected.equals(held)) {
                differences.add(new Difference(column, before, after, held));
            }
        }
        return differences;
    }

    /// Every column of the row in its three views, in production's order; columns that only staging has come last.
    static List<Difference> columns(
            Subject subject, Optional<Map<String, @Nullable String>> production) {
        Set<String> names = new LinkedHashSet<>();
        subject.table().columns().forEach(column -> names.add(column.name()));
        names.addAll(columns(subject));
        return names.stream()
                .map(name ->
                        new Difference(
                                name,
                                seen(subject.before(), name),
                                seen(subject.after(), name),
                                held(production.orElse(Map.of()), name)))
                .filter(Differences::seenAnywhere)
                .toList();
    }

    private static boolean seenAnywhere(Difference it) {
        return it.stagingBefore() instanceof Seen.Value
                || it.stagingAfter() instanceof Seen.Value
                || it.production() instanceof Seen.Value;
    }

    private static Seen held(Map<String, @Nullable String> production, String column) {
        return production.containsKey(column)
                ? new Seen.Value(production.get(column))
                : new Seen.Nothing();
    }

    /// The row as staging has it, for one that production has not; or only some columns of it.
    static List<Difference> withoutProduction(Subject subject, Set<String> only) {
        return columns(subject).stream()
                .filter(column -> only.isEmpty() || only.contains(column))
                .map(column ->
                        new Difference(
                                column,
                                seen(subject.before(), column),
                                seen(subject.after(), column),
                                new Seen.Nothing()))
                .toList();
    }

    private static Set<String> columns(Subject subject) {
        Set<String> columns = new LinkedHashSet<>();
        subject.after().ifPresent(image -> columns.addAll(image.columns().names()));
        subject.before().ifPresent(image -> columns.addAll(image.columns().names()));
        return columns;
    }

    private static Seen seen(Optional<RowImage> image, String column) {
        return image.filter(it -> it.has(column))
                .<Seen>map(it -> new Seen.Value(it.value(column)))
                .orElse(new Seen.Nothing());
    }
}
