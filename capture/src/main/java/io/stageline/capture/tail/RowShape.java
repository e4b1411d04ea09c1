package io.stageline.capture.tail;

import io.stageline.changelog.Columns;
import io.stageline.changelog.Columns.ValueForm;
import io.stageline.changelog.RowImage;
import io.stageline.changelog.TableId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/// How the rows of one Debezium schema become row images.
final class RowShape {
    private final TableId table;
    private final List<String> keyColumns;
    private final Placeholder placeholder;
    private final List<Field> fields;
    private final Columns columns;
    private final BitSet key = new BitSet();
    private final Map<BitSet, Columns> subsets = new HashMap<>();

    RowShape(TableId table, Schema row, List<String> keyColumns, Placeholder placeholder) {
        this.table = table;
        this.keyColumns = List.copyOf(keyColumns);
        this.placeholder = placeholder;
        this.fields = row.fields();
        this.columns =
                Columns.of(
                        fields.stream().map(Field::name).toList(),
                        fields.stream().map(RowShape::form).toList());
        keyColumns.forEach(column -> key.set(columns.indexOf(column)));
    }

    TableId table() {
        return table;
    }

    List<String> keyColumns() {
        return keyColumns;
    }

    /// The row, without the columns staging's log does not tell.
    RowImage image(Struct row) {
        @Nullable String[] values = new @Nullable String[fields.size()];
        BitSet absent = new BitSet();
        for (int i = 0; i < values.length; i++) {
            Object value = row.get(fields.get(i));
            if (placeholder.is(value)) {
                absent.set(i);
            } else {
                values[i] = text(value);
            }
        }
        if (absent.isEmpty()) {
            return RowImage.owning(columns, values);
        }
        absent.flip(0, values.length);
        return subset(values, absent);
    }

    /// The old row: its key only if staging logs no more than that.
    RowImage before(Struct row) {
        RowImage full = image(row);
        if (key.isEmpty() || full.size() != columns.size()) {
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

    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case ByteBuffer bytes ->
                    StandardCharsets.ISO_8859_1
                            .decode(Base64.getEncoder().encode(bytes.duplicate()))
                            .toString();
            case String string -> string;
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            default -> throw new IllegalStateException("Not exact: " + value.getClass());
        };
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
        List<String> names = new ArrayList<>();
        List<ValueForm> forms = new ArrayList<>();
        kept.stream()
                .forEach(i -> {
                    names.add(columns.names().get(i));
                    forms.add(columns.forms().get(i));
                });
        return Columns.of(names, forms);
    }

    private static ValueForm form(Field field) {
        if (field.schema().defaultValue() != null) {
            throw new IllegalStateException("A default would stand in for NULL");
        }
        return switch (field.schema().type()) {
            case INT16, INT32, INT64 -> ValueForm.NUMBER;
            case BOOLEAN -> ValueForm.BOOLEAN;
            case STRING, BYTES -> ValueForm.TEXT;
            default -> throw new IllegalStateException("Not exact: " + field.schema().type());
        };
    }
}
