package io.stageline.benchmarks.meter;

/// Reads what something uses.
public interface Meter {
    /// CPU seconds since its start.
    double cpuSeconds();

    /// The most memory it held, as far as seen.
    long peakBytes();

    /// For meters that have to look now and then.
    default void look() {}
}
