package io.stageline.publisher.plan;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values of some columns of a row. Equal when all values are; the hash is made once, for maps are all it is used in.
final class Values {
    static final Values NONE = new Values(new @Nullable String[0]);

    private final @Nullable String[] values;
    private final int hash;

    /// Takes the array over.
    Values(@Nullable String[] values) {
        this.values = values;
        this.hash = Arrays.hashCode(values);
    }

    int size() {
        return values.length;
    }

    @Nullable String value(int index) {
        return values[index];
    }

    boolean hasNull() {
        for (String value : values) {
            if (value == null) {
                return true;
            }
        }
        return false;
    }

    /// The same values with the one at `index` replaced.
    Values with(int index, @Nullable String value) {
        @Nullable String[] changed = values.clone();
        changed[index] = value;
        return new Values(changed);
    }

    void copyTo(@Nullable String[] target, int start) {
        System.arraycopy(values, 0, target, start, values.length);
    }

    @Nullable String[] asArray() {
        return values.clone();
    }

    List<@Nullable String> asList() {
        return Arrays.asList(values.clone());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Values same
                && hash == same.hash
                && Arrays.equals(values, same.values);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /// Counts the values only: they never reach a log by accident.
    @Override
    public String toString() {
        return "Values[" + values.length + "]";
    }
}
