package io.stageline.changelog;

import org.jspecify.annotations.Nullable;

/// The gap-free number of a source transaction in its lane of the change log; the first is 1. People know it as `#1042`.
public record Sequence(long value) implements Comparable<Sequence> {
    /// Before the first source transaction: what an empty change log or a fresh checkpoint has reached.
    public static final Sequence NONE = new Sequence(0);

    public Sequence {
        if (value < 0) {
            throw new IllegalArgumentException("A sequence is not negative");
        }
    }

    public Sequence next() {
        return new Sequence(value + 1);
    }

    public boolean isAfter(Sequence other) {
        return value > other.value;
    }

    // Written out for the same reason as in TableId.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sequence same && value == same.value;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(value);
    }

    @Override
    public int compareTo(Sequence other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "#" + value;
    }
}
