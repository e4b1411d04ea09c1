package io.stageline.benchmarks;

import java.util.stream.IntStream;

/// From commit to visible, in milliseconds.
public record Latency(double p50, double p99, double most, int count) {
    private static final double NANOS = 1e6;

    /// @param committed when each commit returned, in nanoseconds
    /// @param visible when each was seen
    public static Latency between(long[] committed, long[] visible) {
        double[] millis =
                IntStream.range(0, committed.length)
                        .mapToDouble(i -> (visible[i] - committed[i]) / NANOS)
                        .sorted()
                        .toArray();
        return new Latency(
                at(millis, 0.50), at(millis, 0.99), millis[millis.length - 1], millis.length);
    }

    private static double at(double[] sorted, double share) {
        return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
    }
}
