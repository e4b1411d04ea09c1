package io.stageline.benchmarks;

/// One measurement.
///
/// @param workload its name
/// @param peer who was measured, and what of it
/// @param changes row changes that were carried or written
public record Figure(String workload, String peer, long changes, Outcome outcome) {
    /// Whether it is neither void nor failed.
    public boolean counts() {
        return switch (outcome) {
            case Outcome.Measured _, Outcome.Paced _ -> true;
            case Outcome.Unequal _, Outcome.Failed _ -> false;
        };
    }

    /// The same over another number of row changes.
    public Figure withChanges(long other) {
        return new Figure(workload, peer, other, outcome);
    }

    /// For people who watch.
    public String sentence() {
        return peer
                + ": "
                + switch (outcome) {
                    case Outcome.Measured measured ->
                            "%,.0f changes/s, %.1f µs of CPU per change, %.1f s %s; %s"
                                    .formatted(
                                            changes / measured.seconds(),
                                            measured.cpuSeconds() * 1e6 / changes,
                                            measured.seconds(),
                                            measured.verdict(),
                                            processes(measured));
                    case Outcome.Paced(Latency paced, Latency single, String verdict) ->
                            "200/s: p50 %.1f ms, p99 %.1f ms; single: p50 %.1f ms, p99 %.1f ms; %s"
                                    .formatted(
                                            paced.p50(),
                                            paced.p99(),
                                            single.p50(),
                                            single.p99(),
                                            verdict);
                    case Outcome.Unequal(String difference) ->
                            "VOID, the databases differ: " + difference;
                    case Outcome.Failed(String reason) -> "failed: " + reason;
                };
    }

    private String processes(Outcome.Measured measured) {
        return String.join(
                ", ",
                measured.uses().entrySet().stream()
                        .map(use ->
                                "%s %.1f µs and %,d MiB"
                                        .formatted(
                                                use.getKey(),
                                                use.getValue().cpuSeconds() * 1e6 / changes,
                                                use.getValue().peakBytes() >> 20))
                        .toList());
    }
}
