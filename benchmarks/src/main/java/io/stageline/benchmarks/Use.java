package io.stageline.benchmarks;

/// What a process, or a whole PostgreSQL server, used during a measurement.
public record Use(double cpuSeconds, long peakBytes) {}
