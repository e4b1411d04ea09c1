package io.stageline.capture.tail.mysql;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Columns;
import io.stageline.changelog.Columns.ValueForm;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How rows of the binlog become change events, as long as staging describes the table that way. With
/// `binlog_row_image=MINIMAL` an old row is the key, and a new one what the statement gave it.
final class BinlogTable {
    private final TableId id;
    private final String collection;
    private final List<String> keyColumns;
    private final Cell[] cells;
    private final BitSet shown = new BitSet();
    private final BitSet key = new BitSet();
    private final List<String> names = new ArrayList<>();
    private final Map<BitSet, Columns> subsets = new HashMap<>();

    BinlogTable(TableDescription described, Cells known) {
        this.id = described.id();
        this.collection = id.toString();
        this.cells = new Cell[described.columns().size()];
        for (int i = 0; i < cells.length; i++) {
            ColumnDescription column = described.columns().get(i);
            names.add(column.name());
            if (!column.isHidden()) {
                shown.set(i);
            }
            cells[i] = known.of(id, column);
        }
        described.keyColumns().forEach(key::set);
        this.keyColumns = described.keyColumns().stream().map(names::get).toList();
    }

    /// A row as it stands in the binlog: some of its columns, with values or NULL.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(BitSet present, @Nullable String[] values) {}

    String collection() {
        return collection;
    }

    List<String> keyColumns() {
        return keyColumns;
    }

    int size() {
        return cells.length;
    }

    ChangeEvent insert(BinlogBytes rows, BitSet present) {
        return new ChangeEvent.Insert(id, image(read(rows, present)));
    }

    ChangeEvent delete(BinlogBytes rows, BitSet present) {
        Row row = read(rows, present);
        return new ChangeEvent.Delete(id, isWhole(row) ? image(row) : keyOf(row));
    }

    ChangeEvent update(BinlogBytes rows, BitSet presentBefore, BitSet presentAfter) {
        Row before = read(rows, presentBefore);
        Row after = completed(read(rows, presentAfter), before);
        RowImage old =
                isWhole(before)
                        ? image(before)
                        : key.isEmpty() || keyMoved(before, after) ? keyOf(before) : null;
        return new ChangeEvent.Update(id, old, image(after));
    }

    private Row read(BinlogBytes rows, BitSet present) {
        BitSet nulls = rows.bits(present.cardinality());
        @Nullable String[] values = new @Nullable String[cells.length];
        int next = 0;
        for (int i = present.nextSetBit(0); i >= 0; i = present.nextSetBit(i + 1)) {
            if (!nulls.get(next++)) {
                values[i] = cells[i].reader().read(rows);
            }
        }
        return new Row(present, values);
    }

    /// What a statement did not touch is as it was.
    private static Row completed(Row after, Row before) {
        if (after.present.cardinality() == after.values.length) {
            return after;
        }
        BitSet known = (BitSet) before.present.clone();
        known.andNot(after.present);
        known.stream().forEach(i -> after.values[i] = before.values[i]);
        known.or(after.present);
        return new Row(known, after.values);
    }

    private boolean isWhole(Row row) {
        return row.present.cardinality() == cells.length;
    }

    private boolean keyMoved(Row before, Row after) {
        return key.stream().anyMatch(i -> !Objects.equals(before.values[i], after.values[i]));
    }

    /// A table without primary key is told by what staging takes for one.
    private RowImage keyOf(Row row) {
        if (key.isEmpty()) {
            return image(row);
        }
        BitSet known = (BitSet) key.clone();
        known.and(row.present);
        if (!known.equals(key)) {
            throw new IllegalStateException("An old row of " + id + " came without its key");
        }
        return image(new Row(key, row.values));
    }

    private RowImage image(Row row) {
        BitSet told = row.present;
        if (shown.cardinality() != cells.length) {
            told = (BitSet) told.clone();
            told.and(shown);
        }
        Columns columns = columns(told);
        if (columns.size() == cells.length) {
            return RowImage.owning(columns, row.values);
        }
        @Nullable String[] some = new @Nullable String[columns.size()];
        int next = 0;
        for (int i = told.nextSetBit(0); i >= 0; i = told.nextSetBit(i + 1)) {
            some[next++] = row.values[i];
        }
        return RowImage.owning(columns, some);
    }

    private Columns columns(BitSet told) {
        Columns known = subsets.get(told);
        return known != null ? known : subsets.computeIfAbsent((BitSet) told.clone(), this::made);
    }

    private Columns made(BitSet told) {
        List<String> some = new ArrayList<>();
        List<ValueForm> forms = new ArrayList<>();
        told.stream()
                .forEach(i -> {
                    some.add(names.get(i));
                    forms.add(cells[i].form());
                });
        return Columns.of(some, forms);
    }
}
