package io.stageline.changelog;

/// The number of a reign over a lane, of a capture (in the change log) or of a publisher (in production). A higher one
/// fences every lower one.
public record Epoch(long value) implements Comparable<Epoch> {
    /// Nobody has reigned yet.
    public static final Epoch NONE = new Epoch(0);

    public Epoch {
        if (value < 0) {
            throw new IllegalArgumentException("An epoch is not negative");
        }
    }

    public Epoch next() {
        return new Epoch(value + 1);
    }

    public boolean isAfter(Epoch other) {
        return value > other.value;
    }

    @Override
    public int compareTo(Epoch other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
