package io.stageline.capture.tail.mysql;

import io.stageline.changelog.TableId;
import io.stageline.database.TableSelection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The tables as the binlog described them last, by the number it calls them. Owned by one thread.
final class BinlogTables {
    private static final int KNOWN_MAX = 10_000;

    /// The server's own, whatever pattern fits them.
    private static final Set<String> SYSTEM =
            Set.of("mysql", "sys", "performance_schema", "information_schema");

    private final TableSelection selection;
    private final Cells cells;
    private final Map<Long, Known> known = new HashMap<>();

    BinlogTables(TableSelection selection, Cells cells) {
        this.selection = selection;
        this.cells = cells;
    }

    /// @param table null when it is not selected
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Known(TableId id, byte[] description, @Nullable BinlogTable table) {}

    /// A table that rows follow of.
    ///
    /// @return its name
    TableId describe(BinlogFrame frame) {
        BinlogBytes body = frame.bytes();
        long number = body.number(6);
        body.skip(2);
        Known before = known.get(number);
        if (before != null && Arrays.equals(before.description, frame.body())) {
            return before.id;
        }
        TableId id = DescriptionReader.id(body);
        BinlogTable table =
                selects(id) ? new BinlogTable(DescriptionReader.read(id, body), cells) : null;
        known.put(number, new Known(id, frame.body(), table));
        return id;
    }

    /// The table of that number; null when it is not selected.
    @Nullable BinlogTable find(long number) {
        Known found = known.get(number);
        if (found == null) {
            throw new IllegalStateException("Rows of a table that was not described");
        }
        return found.table;
    }

    boolean selects(TableId id) {
        return !SYSTEM.contains(id.schema()) && selection.selects(id);
    }

    /// A transaction is complete: the next statement describes its tables anew.
    void trim() {
        if (known.size() > KNOWN_MAX) {
            known.clear();
        }
    }

    /// The server counts tables anew.
    void forget() {
        known.clear();
    }
}
