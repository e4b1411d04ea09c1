package io.stageline.publisher.plan;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.RowImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What all changes of one row come to. Belongs to the planning that makes it.
final class NetRow {
    private final TableLayout layout;
    private final Optional<List<@Nullable String>> original;
    private final @Nullable RowImage guard;
    private @Nullable List<@Nullable String> key;
    private @Nullable RowImage image;
    private ChangeEvent last;

    /// @param original the row key production knows the row by; empty for a row that is born here
    /// @param guard the whole old row, where staging logged it
    private NetRow(
            TableLayout layout,
            Optional<List<@Nullable String>> original,
            @Nullable RowImage guard,
            ChangeEvent first) {
        this.layout = layout;
        this.original = original;
        this.guard = guard;
        this.last = first;
    }

    static NetRow born(TableLayout layout, ChangeEvent first) {
        return new NetRow(layout, Optional.empty(), null, first);
    }

    static NetRow found(
            TableLayout layout,
            List<@Nullable String> original,
            @Nullable RowImage before,
            ChangeEvent first) {
        return new NetRow(
                layout, Optional.of(original), layout.isWhole(before) ? before : null, first);
    }

    /// The row is now this whole image.
    void put(@Nullable List<@Nullable String> newKey, RowImage whole, ChangeEvent change) {
        key = newKey;
        image = whole;
        last = change;
    }

    /// The row changed; columns that this image lacks stay as they were.
    void change(List<@Nullable String> newKey, RowImage after, ChangeEvent change) {
        RowImage earlier = image;
        key = newKey;
        image = earlier == null ? after : merge(earlier, after);
        last = change;
    }

    void remove(ChangeEvent change) {
        image = null;
        last = change;
    }

    private static RowImage merge(RowImage earlier, RowImage after) {
        if (earlier.columns().names().stream().allMatch(after::has)) {
            return after;
        }
        List<String> names = new ArrayList<>(after.columns().names());
        earlier.columns().names().stream().filter(name -> !after.has(name)).forEach(names::add);
        @Nullable String[] values = new @Nullable String[names.size()];
        for (int i = 0; i < values.length; i++) {
            String name = names.get(i);
            values[i] = after.has(name) ? after.value(name) : earlier.value(name);
        }
        return RowImage.owning(Columns.of(names), values);
    }

    TableLayout layout() {
        return layout;
    }

    boolean alive() {
        return image != null;
    }

    /// Neither in production before nor after: nothing to write.
    boolean vanished() {
        return original.isEmpty() && image == null;
    }

    boolean born() {
        return original.isEmpty() && image != null;
    }

    boolean gone() {
        return original.isPresent() && image == null;
    }

    boolean kept() {
        return original.isPresent() && image != null;
    }

    boolean moved() {
        return kept() && !original.equals(Optional.ofNullable(key));
    }

    Optional<List<@Nullable String>> original() {
        return original;
    }

    @Nullable RowImage guard() {
        return guard;
    }

    /// The row as it will be; what is not known to have changed may be absent.
    @Nullable RowImage image() {
        return image;
    }

    RowWrite write(RowWrites writes) throws MismatchException {
        RowImage after = image;
        if (after == null) {
            return writes.delete(layout, last, original, guard);
        }
        return original.isEmpty()
                ? writes.insert(layout, last, after)
                : writes.update(layout, last, original, moved(), after, guard);
    }
}
