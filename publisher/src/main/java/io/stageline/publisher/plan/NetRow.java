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
    /// The place in the graph of a row that is not written.
    static final int NOWHERE = -1;

    private final TableLayout layout;
    private final @Nullable Values original;
    private final Optional<String> words;
    private @Nullable RowImage guard;
    private @Nullable RowImage old;
    private @Nullable Values found;
    private @Nullable Values key;
    private @Nullable RowImage image;
    private ChangeEvent last;
    private int place = NOWHERE;
    private int changedAt = -1;
    private int firstAt = -1;
    private int lastAt = -1;
    private boolean reborn;

    /// @param original the row key production knows the row by; null for a row that is born here
    /// @param words the text of that key, where that says more than its value
    /// @param guard the whole old row, where staging logged it
    private NetRow(
            TableLayout layout,
            @Nullable Values original,
            Optional<String> words,
            @Nullable RowImage guard,
            ChangeEvent first) {
        this.layout = layout;
        this.words = words;
        this.original = original;
        this.found = original;
        this.guard = guard;
        this.old = guard;
        this.last = first;
    }

    static NetRow born(TableLayout layout, ChangeEvent first) {
        return new NetRow(layout, null, Optional.empty(), null, first);
    }

    static NetRow found(
            TableLayout layout, Values original, @Nullable RowImage before, ChangeEvent first) {
        RowImage named =
                before == null && first instanceof ChangeEvent.Update update
                        ? update.after()
                        : before;
        return new NetRow(
                layout,
                original,
                named == null ? Optional.empty() : layout.wordsOfKey(named),
                layout.isWhole(before) ? before : null,
                first);
    }

    /// The row is now this whole image.
    void put(@Nullable Values newKey, RowImage whole, ChangeEvent change) {
        reborn |= original != null && image == null;
        key = newKey;
        image = whole;
        last = change;
    }

    /// The row changed; columns that this image lacks stay as they were.
    void change(Values newKey, RowImage after, ChangeEvent change) {
        RowImage earlier = image;
        key = newKey;
        image = earlier == null ? after : merge(earlier, after);
        last = change;
    }

    void remove(ChangeEvent change) {
        image = null;
        last = change;
    }

    /// Somebody looked what production has.
    void learn(RowImage production) {
        old = production;
    }

    /// Production's own foreign-key action will have changed these columns before this row is written.
    void cascaded(List<String> columns, Values values) {
        Values before = found;
        if (before != null) {
            found = replaced(before, layout.identity().names(), columns, values);
        }
        RowImage guarded = guard;
        if (guarded != null) {
            guard = RowWrites.replaced(guarded, columns, values);
        }
    }

    private static Values replaced(
            Values before, List<String> names, List<String> columns, Values values) {
        Values replaced = before;
        for (int i = 0; i < names.size(); i++) {
            int at = columns.indexOf(names.get(i));
            if (at >= 0) {
                replaced = replaced.with(i, values.value(at));
            }
        }
        return replaced;
    }

    @SuppressWarnings("ReferenceEquality") // images of one shape share their columns
    private static RowImage merge(RowImage earlier, RowImage after) {
        if (earlier.columns() == after.columns()
                || earlier.columns().names().stream().allMatch(after::has)) {
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

    /// Its place in the graph, or [#NOWHERE].
    int place() {
        return place;
    }

    void place(int node) {
        place = node;
    }

    /// Notes the index of a change of it, and tells the one before.
    int changedAt(int index) {
        int earlier = changedAt;
        changedAt = index;
        return earlier;
    }

    /// Notes that the change at this index is one of its own.
    void tellOf(int index) {
        firstAt = firstAt < 0 ? index : firstAt;
        lastAt = index;
    }

    /// The index of its first change.
    int firstAt() {
        return firstAt;
    }

    /// The index of its last change.
    int lastAt() {
        return lastAt;
    }

    /// Whether production's row went and came again, though it is written as one that stayed.
    boolean reborn() {
        return reborn && kept();
    }

    boolean alive() {
        return image != null;
    }

    /// Neither in production before nor after: nothing to write.
    boolean vanished() {
        return original == null && image == null;
    }

    boolean born() {
        return original == null && image != null;
    }

    boolean gone() {
        return original != null && image == null;
    }

    boolean kept() {
        return original != null && image != null;
    }

    boolean moved() {
        return original != null && image != null && !original.equals(key);
    }

    Optional<Values> original() {
        return Optional.ofNullable(original);
    }

    /// The row as production has it, as far as it is known beyond the row key.
    @Nullable RowImage old() {
        return old;
    }

    /// The row as it will be; what is not known to have changed may be absent.
    @Nullable RowImage image() {
        return image;
    }

    /// What these columns hold in production, where that is known.
    Optional<Values> oldValues(Pick pick) {
        if (pick.names().equals(layout.identity().names())) {
            return original();
        }
        RowImage known = old;
        if (known != null) {
            return pick.values(known);
        }
        Values ofKey = original;
        if (ofKey == null || !layout.identity().names().containsAll(pick.names())) {
            return Optional.empty();
        }
        @Nullable String[] values = new @Nullable String[pick.names().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = ofKey.value(layout.identity().names().indexOf(pick.names().get(i)));
        }
        return Optional.of(new Values(values));
    }

    /// What these columns will hold, where that is known.
    Optional<Values> newValues(Pick pick) {
        RowImage after = image;
        return after == null ? Optional.empty() : pick.values(after);
    }

    /// Whether the row key keeps its value but gets another text (1.5, 1.50): production's foreign-key actions take that for
    /// a change.
    boolean rewordsKey() {
        RowImage after = image;
        return after != null
                && words.isPresent()
                && !moved()
                && !words.equals(layout.wordsOfKey(after));
    }

    RowWrite write(RowWrites writes) throws MismatchException {
        RowImage after = image;
        if (after == null) {
            return writes.delete(layout, last, Optional.ofNullable(found), guard);
        }
        Values now = found;
        return now == null
                ? writes.insert(layout, last, after)
                : writes.update(layout, last, Optional.of(now), !now.equals(key), after, guard);
    }
}
