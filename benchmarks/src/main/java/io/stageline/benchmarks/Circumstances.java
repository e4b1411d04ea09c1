package io.stageline.benchmarks;

/// What the figures depend on beside the programs.
///
/// @param command that was given
/// @param machine cores, memory, processor
/// @param versions of what was measured
/// @param date when it began
/// @param load the load average before it began
/// @param noise how evenly the machine worked meanwhile
public record Circumstances(
        String command, String machine, String versions, String date, String load, String noise) {}
