package io.stageline.changelog;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A row as it was or is. Values are text, such that the column's type in the database suffices to read them without
/// loss (for PostgreSQL: the type's own output form; `bytea` as base64). Null is SQL's NULL; a column that is unknown
/// here, like an unchanged TOAST value, is absent from [#columns].
public final class RowImage {
    private final Columns columns;
    private final @Nullable String[] values;

    private RowImage(Columns columns, @Nullable String[] values) {
        this.columns = columns;
        this.values = values;
    }

    /// Takes the array over: the caller must not touch it again (a copy of each row would cost more than reading it).
    public static RowImage owning(Columns columns, @Nullable String[] values) {
        if (columns.size() != values.length) {
            throw new IllegalArgumentException("A row image has one value a column");
        }
        return new RowImage(columns, values);
    }

    public Columns columns() {
        return columns;
    }

    public int size() {
        return values.length;
    }

    public boolean has(String column) {
        return columns.has(column);
    }

    public @Nullable String value(int index) {
        return values[index];
    }

    /// The value of a column that is known to be present.
    public @Nullable String value(String column) {
        return values[columns.indexOf(column)];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RowImage image
                && columns.names().equals(image.columns.names())
                && Arrays.equals(values, image.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(columns.names(), Arrays.hashCode(values));
    }

    /// Names the columns only: values never reach a log by accident.
    @Override
    public String toString() {
        return "RowImage" + columns.names();
    }
}
