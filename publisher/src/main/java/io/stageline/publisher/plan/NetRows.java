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
    private final List<NetRow> rows = new ArrayList<>();
    private final Map<List<@Nullable String>, NetRow> alive = new HashMap<>();
    private final Map<List<@Nullable String>, NetRow> originals = new HashMap<>();

    NetRows(TableLayout layout) {
        this.layout = layout;
    }

    TableLayout layout() {
        return layout;
    }

    List<NetRow> rows() {
        return rows;
    }

    /// Takes in the next change of the table.
    ///
    /// @return why net effects cannot tell what happened, if they cannot
    Optional<String> accept(ChangeEvent change) {
        return switch (change) {
            case ChangeEvent.Insert insert -> insert(insert);
            case ChangeEvent.Update update -> update(update);
            case ChangeEvent.Delete delete -> delete(delete);
            case ChangeEvent.Truncate _ -> Optional.of("a truncate among row changes");
        };
    }

    private Optional<String> insert(ChangeEvent.Insert insert) {
        Optional<List<@Nullable String>> key = layout.keyOf(null, insert.after());
        if (key.isEmpty()) {
            if (layout.hasIdentity()) {
                return Optional.of("an insert without its row key");
            }
            var row = NetRow.born(layout, insert);
            row.put(null, insert.after(), insert);
            rows.add(row);
            return Optional.empty();
        }
        if (alive.containsKey(key.get())) {
            return Optional.of("a row key is taken twice");
        }
        NetRow before = originals.get(key.get());
        NetRow row = before != null && !before.alive() ? before : NetRow.born(layout, insert);
        if (row != before) {
            rows.add(row);
        }
        row.put(key.get(), insert.after(), insert);
        alive.put(key.get(), row);
        return Optional.empty();
    }

    private Optional<String> update(ChangeEvent.Update update) {
        Optional<List<@Nullable String>> oldKey = layout.keyOf(update.before(), update.after());
        if (oldKey.isEmpty()) {
            return Optional.of("an update that does not tell the row key");
        }
        List<@Nullable String> newKey =
                layout.identity().values(update.after()).orElse(oldKey.get());
        Optional<NetRow> row = find(oldKey.get(), update.before(), update);
        if (row.isEmpty()) {
            return Optional.of("an update of a row that is not there");
        }
        row.get().change(newKey, update.after(), update);
        alive.remove(oldKey.get());
        return alive.put(newKey, row.get()) == null
                ? Optional.empty()
                : Optional.of("a row key is taken twice");
    }

    private Optional<String> delete(ChangeEvent.Delete delete) {
        Optional<List<@Nullable String>> key = layout.keyOf(delete.before(), null);
        if (key.isEmpty()) {
            return Optional.of("a delete that does not tell the row key");
        }
        Optional<NetRow> row = find(key.get(), delete.before(), delete);
        if (row.isEmpty()) {
            return Optional.of("a delete of a row that is not there");
        }
        row.get().remove(delete);
        alive.remove(key.get());
        return Optional.empty();
    }

    /// The row that has this key now; one met for the first time is production's. Empty if that one went or moved away.
    private Optional<NetRow> find(
            List<@Nullable String> key, @Nullable RowImage before, ChangeEvent change) {
        NetRow known = alive.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        if (originals.containsKey(key)) {
            return Optional.empty();
        }
        var found = NetRow.found(layout, key, before, change);
        originals.put(key, found);
        rows.add(found);
        return Optional.of(found);
    }
}
