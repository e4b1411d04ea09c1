package io.stageline.publisher.hold;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the footprints of source transactions, one after the other as staging committed them. Pure: what images do not show
/// (the log of an update or delete has only the row key by default) comes from the rows it was told of, and from the changes
/// before. Owned by one thread.
final class Footprints {
    private final Catalogue production;
    private final Spelling spelling;
    private final Map<TableId, TableTokens> tables = new HashMap<>();
    private final Map<Long, Footprint> heldByRows = new HashMap<>();
    private final Set<TableId> unreadable = new HashSet<>();

    Footprints(Catalogue production, Spelling spelling) {
        this.production = production;
        this.spelling = spelling;
    }

    TableTokens table(TableId id) {
        return tables.computeIfAbsent(id, _ -> new TableTokens(production, id, spelling));
    }

    /// Tells of a row that production has.
    void know(TableId id, RowImage present) {
        TableTokens table = table(id);
        remember(table, table.row(present), present, OptionalLong.empty());
    }

    /// Tells that production would not say what it has in a table: only the table as a whole is known then.
    void unreadable(TableId id) {
        unreadable.add(id);
    }

    Footprint of(List<ChangeEvent> changes) {
        var footprint = new Footprint();
        changes.forEach(change -> add(footprint, change));
        return footprint;
    }

    /// The row a change means whose old unique values and parents its images do not show.
    OptionalLong hiddenRow(ChangeEvent change) {
        TableTokens table = table(change.table());
        return switch (change) {
            case ChangeEvent.Insert _, ChangeEvent.Truncate _ -> OptionalLong.empty();
            case ChangeEvent.Update update -> hiddenRow(table, update.before(), update.after());
            case ChangeEvent.Delete delete -> hiddenRow(table, delete.before(), delete.before());
        };
    }

    private static OptionalLong hiddenRow(
            TableTokens table, @Nullable RowImage before, RowImage otherwise) {
        return table.tellsAll(before)
                ? OptionalLong.empty()
                : table.row(before == null ? otherwise : before);
    }

    private void add(Footprint footprint, ChangeEvent change) {
        TableTokens table = table(change.table());
        if (!table.known() || unreadable.contains(change.table())) {
            footprint.writes(table.asAWhole());
            return;
        }
        footprint.reads(table.asAWhole());
        switch (change) {
            case ChangeEvent.Truncate _ -> footprint.writes(table.asAWhole());
            case ChangeEvent.Insert insert -> insert(footprint, table, insert.after());
            case ChangeEvent.Delete delete -> delete(footprint, table, delete.before());
            case ChangeEvent.Update update ->
                    update(footprint, table, update.before(), update.after());
        }
    }

    private void insert(Footprint footprint, TableTokens table, RowImage after) {
        OptionalLong row = table.row(after);
        row.ifPresentOrElse(footprint::writes, () -> footprint.reads(table.itsRows()));
        table.addRowKey(footprint, after);
        table.addHeld(footprint, after);
        table.addUndecided(footprint);
        remember(table, row, after, OptionalLong.empty());
    }

    private void delete(Footprint footprint, TableTokens table, RowImage before) {
        OptionalLong row = table.row(before);
        row.ifPresentOrElse(footprint::writes, () -> footprint.writes(table.itsRows()));
        table.addRowKey(footprint, before);
        table.addHeld(footprint, before);
        table.addUndecided(footprint);
        if (!table.tellsAll(before)) {
            addHeldBy(footprint, row);
        }
        row.ifPresent(heldByRows::remove);
    }

    private void update(
            Footprint footprint, TableTokens table, @Nullable RowImage before, RowImage after) {
        OptionalLong now = table.row(after);
        OptionalLong logged = before == null ? OptionalLong.empty() : table.row(before);
        OptionalLong old = logged.isPresent() ? logged : now;
        old.ifPresentOrElse(footprint::writes, () -> footprint.writes(table.itsRows()));
        now.ifPresent(footprint::writes);
        if (before != null && !old.equals(now)) {
            table.addRowKey(footprint, before);
            table.addRowKey(footprint, after);
        }
        if (before == null) {
            table.addHeld(footprint, after);
        } else {
            table.addHeld(footprint, before, after);
        }
        table.addUndecided(footprint, before, after);
        if (!table.tellsAll(before)) {
            addHeldBy(footprint, old);
        }
        remember(table, now, after, old);
    }

    private void addHeldBy(Footprint footprint, OptionalLong row) {
        Footprint held = row.isPresent() ? heldByRows.get(row.getAsLong()) : null;
        if (held != null) {
            footprint.add(held);
        }
    }

    /// What the image does not tell the row still holds from before.
    private void remember(TableTokens table, OptionalLong row, RowImage image, OptionalLong old) {
        if (row.isEmpty() || table.telling().isEmpty()) {
            return;
        }
        var held = new Footprint();
        table.addHeld(held, image);
        if (!table.tellsAll(image)) {
            addHeldBy(held, old);
        }
        if (!old.equals(row)) {
            old.ifPresent(heldByRows::remove);
        }
        heldByRows.put(row.getAsLong(), held);
    }
}
