package io.stageline.publisher;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.RowImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A change with an operator's values in place of its own. Pure.
final class Edited {
    private Edited() {}

    /// @return empty for a change that writes no values
    static Optional<ChangeEvent> of(ChangeEvent change, Map<String, @Nullable String> values) {
        return switch (change) {
            case ChangeEvent.Insert insert ->
                    Optional.of(new ChangeEvent.Insert(insert.table(), of(insert.after(), values)));
            case ChangeEvent.Update update ->
                    Optional.of(
                            new ChangeEvent.Update(
                                    update.table(), update.before(), of(update.after(), values)));
            case ChangeEvent.Delete _, ChangeEvent.Truncate _ -> Optional.empty();
        };
    }

    private static RowImage of(RowImage image, Map<String, @Nullable String> values) {
        Map<String, @Nullable String> edited = new LinkedHashMap<>();
        for (int i = 0; i < image.size(); i++) {
            edited.put(image.columns().names().get(i), image.value(i));
        }
        edited.putAll(values);
        return RowImage.owning(
                Columns.of(List.copyOf(edited.keySet())),
                edited.values().toArray(new @Nullable String[0]));
    }
}
