package io.stageline.changelog.topic;

import io.stageline.changelog.Columns;
import io.stageline.changelog.Columns.ValueForm;
import io.stageline.changelog.RowImage;

/// The names of the columns as JSON, written once for all rows of one shape.
final class EncodedColumns {
    private final byte[][] names;
    private final ValueForm[] forms;

    EncodedColumns(Columns columns) {
        this.names =
                columns.names().stream()
                        .map(name -> new JsonBytes().raw(",").string(name).raw(":").copy())
                        .toArray(byte[][]::new);
        this.forms = columns.forms().toArray(ValueForm[]::new);
    }

    /// Writes one field.
    ///
    /// @param before what stands in front of it: a brace or a comma
    void write(JsonBytes json, byte before, RowImage image, int index) {
        json.raw(before, names[index]);
        String value = image.value(index);
        if (value == null) {
            json.raw("null");
            return;
        }
        switch (forms[index]) {
            case TEXT -> json.string(value);
            case NUMBER -> json.raw(value);
            case BOOLEAN -> json.raw(value.equals("true") ? "true" : "false");
        }
    }
}
