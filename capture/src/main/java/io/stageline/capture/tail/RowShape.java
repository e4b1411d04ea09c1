package io.stageline.capture.tail;

import io.debezium.connector.postgresql.connection.ReplicationMessage;
import io.debezium.connector.postgresql.connection.ReplicationMessage.Column;
import io.debezium.relational.Table;
import io.stageline.changelog.Columns;
import io.stageline.changelog.Columns.ValueForm;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the rows of a table become row images, as long as staging describes the table that way.
final class RowShape {
    private final TableId table;
    private final String collection;
    private final List<String> keyColumns;
    private final String[] names;
    private final ExactValue[] exact;
    private final Columns columns;
    private final boolean wholeOldRows;
    private final BitSet key = new BitSet();
    private final Map<BitSet, Columns> subsets = new HashMap<>();

    /// @param wholeOldRows whether the log has all of an old row and not its key only
    RowShape(TableId table, Table described, boolean wholeOldRows) {
        this.table = table;
        this.wholeOldRows = wholeOldRows;
        this.collection = table.toString();
        this.keyColumns = List.copyOf(described.primaryKeyColumnNames());
        this.names =
                described.columns().stream()
                        .map(io.debezium.relational.Column::name)
                        .toArray(String[]::new);
        this.exact =
                described.columns().stream()
                        .map(column -> ExactValue.ofType(column.typeName()))
                        .toArray(ExactValue[]::new);
        List<ValueForm> forms = new ArrayList<>();
        for (ExactValue value : exact) {
            forms.add(value.form());
        }
        this.columns = Columns.of(List.of(names), forms);
        keyColumns.forEach(column -> key.set(columns.indexOf(column)));
    }

    TableId table() {
        return table;
    }

    /// The table's name among the counts of a transaction.
    String collection() {
        return collection;
    }

    List<String> keyColumns() {
        return keyColumns;
    }

    /// Whether a message was decoded by the very description this was made from.
    @SuppressWarnings("ReferenceEquality") // a new description has new names, equal or not
    boolean describes(ReplicationMessage message) {
        List<Column> cells = message.getNewTupleList();
        if (cells == null) {
            cells = message.getOldTupleList();
        }
        return cells != null && !cells.isEmpty() && cells.getFirst().getName() == names[0];
    }

    /// The row, without the columns staging's log does not tell.
    RowImage image(List<Column> cells) {
        return image(cells, List.of());
    }

    /// The row. What the log leaves out of it because it did not change is taken from the old row where that has it.
    ///
    /// @param old the old row, or its key; may be empty
    RowImage image(List<Column> cells, List<Column> old) {
        if (cells.size() != names.length) {
            throw new IllegalStateException("A row of " + table + " came in another shape");
        }
        @Nullable String[] values = new @Nullable String[names.length];
        BitSet absent = null;
        for (int i = 0; i < values.length; i++) {
            Column cell = cells.get(i);
            if (!cell.isToastedColumn()) {
                values[i] = exact[i].of(cell);
                continue;
            }
            String before = old.isEmpty() ? null : exact[i].of(old.get(i));
            values[i] = before;
            if (before == null) {
                absent = absent == null ? new BitSet() : absent;
                absent.set(i);
            }
        }
        if (absent == null) {
            return RowImage.owning(columns, values);
        }
        absent.flip(0, values.length);
        return subset(values, absent);
    }

    /// The old row: its key only if staging logs no more than that. Of a row that is NULL beside its key the decoder's
    /// answer is the same in both cases.
    RowImage before(List<Column> cells) {
        RowImage full = image(cells);
        if (key.isEmpty() || wholeOldRows || full.size() != columns.size()) {
            return full;
        }
        for (int i = 0; i < full.size(); i++) {
            if (!key.get(i) && full.value(i) != null) {
                return full;
            }
        }
        @Nullable String[] values = new @Nullable String[full.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = full.value(i);
        }
        return subset(values, key);
    }

    private RowImage subset(@Nullable String[] values, BitSet kept) {
        @Nullable String[] some = new @Nullable String[kept.cardinality()];
        int next = 0;
        for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
            some[next++] = values[i];
        }
        Columns known = subsets.computeIfAbsent((BitSet) kept.clone(), this::columnsOf);
        return RowImage.owning(known, some);
    }

    private Columns columnsOf(BitSet kept) {
        List<String> some = new ArrayList<>();
        List<ValueForm> forms = new ArrayList<>();
        kept.stream()
                .forEach(i -> {
                    some.add(columns.names().get(i));
                    forms.add(columns.forms().get(i));
                });
        return Columns.of(some, forms);
    }
}
