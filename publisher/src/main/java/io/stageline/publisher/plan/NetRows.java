package io.stageline.publisher.plan;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.RowImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The net rows of one table: follows each row through its changes, also where its row key changes.
final class NetRows {
    private final TableLayout layout;
    private final Past past;
    private final List<NetRow> rows = new ArrayList<>();
    private final Map<Values, NetRow> alive = new HashMap<>();
    private final Map<Values, NetRow> originals = new HashMap<>();

    /// What a change came to: the row it belongs to, or why net effects cannot tell what happened.
    sealed interface Accepted {
        record Of(NetRow row) implements Accepted {}

        record Puzzle(String reason) implements Accepted {}
    }

    NetRows(TableLayout layout, Past past) {
        this.layout = layout;
        this.past = past;
    }

    TableLayout layout() {
        return layout;
    }

    List<NetRow> rows() {
        return rows;
    }

    /// Takes in the next change of the table.
    Accepted accept(ChangeEvent change) {
        return switch (change) {
            case ChangeEvent.Insert insert -> insert(insert);
            case ChangeEvent.Update update -> update(update);
            case ChangeEvent.Delete delete -> delete(delete);
            case ChangeEvent.Truncate _ -> new Accepted.Puzzle("a truncate among row changes");
        };
    }

    private Accepted insert(ChangeEvent.Insert insert) {
        Optional<Values> key = layout.keyOf(null, insert.after());
        if (key.isEmpty()) {
            if (layout.hasIdentity()) {
                return new Accepted.Puzzle("an insert without its row key");
            }
            var row = NetRow.born(layout, insert);
            row.put(null, insert.after(), insert);
            rows.add(row);
            return new Accepted.Of(row);
        }
        @Nullable NetRow before = originals.get(key.get());
        NetRow row = before != null && !before.alive() ? before : NetRow.born(layout, insert);
        if (alive.putIfAbsent(key.get(), row) != null) {
            return new Accepted.Puzzle("a row key is taken twice");
        }
        if (row != before) {
            rows.add(row);
        }
        row.put(key.get(), insert.after(), insert);
        return new Accepted.Of(row);
    }

    private Accepted update(ChangeEvent.Update update) {
        Optional<Values> oldKey = layout.keyOf(update.before(), update.after());
        if (oldKey.isEmpty()) {
            return new Accepted.Puzzle("an update that does not tell the row key");
        }
        Optional<NetRow> row = find(oldKey.get(), update.before(), update);
        if (row.isEmpty()) {
            return new Accepted.Puzzle("an update of a row that is not there");
        }
        Values newKey =
                update.before() == null
                        ? oldKey.get()
                        : layout.identity().values(update.after()).orElse(oldKey.get());
        row.get().change(newKey, update.after(), update);
        if (newKey.equals(oldKey.get())) {
            return new Accepted.Of(row.get());
        }
        alive.remove(oldKey.get());
        return alive.put(newKey, row.get()) == null
                ? new Accepted.Of(row.get())
                : new Accepted.Puzzle("a row key is taken twice");
    }

    private Accepted delete(ChangeEvent.Delete delete) {
        Optional<Values> key = layout.keyOf(delete.before(), null);
        if (key.isEmpty()) {
            return new Accepted.Puzzle("a delete that does not tell the row key");
        }
        Optional<NetRow> row = find(key.get(), delete.before(), delete);
        if (row.isEmpty()) {
            return new Accepted.Puzzle("a delete of a row that is not there");
        }
        row.get().remove(delete);
        alive.remove(key.get());
        return new Accepted.Of(row.get());
    }

    /// The row that has this key now; one met for the first time is production's. Empty if that one went or moved away.
    private Optional<NetRow> find(Values key, @Nullable RowImage before, ChangeEvent change) {
        NetRow known = alive.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        var found = NetRow.found(layout, key, before, change);
        if (originals.putIfAbsent(key, found) != null) {
            return Optional.empty();
        }
        if (before != null
                && past.acted(layout, before).orElse(null)
                        instanceof Past.Changed(var columns, var values)) {
            found.cascaded(columns, values);
        }
        alive.put(key, found);
        rows.add(found);
        return Optional.of(found);
    }
}
