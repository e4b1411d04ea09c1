package io.stageline.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a measurement came to.
public sealed interface Outcome {
    /// A figure that counts.
    ///
    /// @param seconds from ready to everything done
    /// @param uses by process, in the order of the report
    /// @param verdict on the databases afterwards
    record Measured(double seconds, Map<String, Use> uses, String verdict) implements Outcome {
        public Measured {
            uses = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(uses));
        }

        /// CPU seconds of all processes.
        public double cpuSeconds() {
            return uses.values().stream().mapToDouble(Use::cpuSeconds).sum();
        }
    }

    /// The time from commit to visible.
    ///
    /// @param paced at 200 source transactions a second
    /// @param single one at a time on an idle pipeline
    record Paced(Latency paced, Latency single, String verdict) implements Outcome {}

    /// The databases differed afterwards: whatever was measured is void.
    record Unequal(String difference) implements Outcome {}

    /// It did not come to an end.
    record Failed(String reason) implements Outcome {}
}
