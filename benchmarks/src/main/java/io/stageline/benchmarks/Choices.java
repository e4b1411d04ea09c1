package io.stageline.benchmarks;

import io.stageline.benchmarks.peer.Peers;
import io.stageline.benchmarks.workload.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What is to be measured, and how.
///
/// @param stageline the command that starts the real program
/// @param limit the longest time of one measurement
/// @param most the time after which no other measurement begins
record Choices(
        List<Workloads> workloads,
        List<Peers> peers,
        double scale,
        int runs,
        long seed,
        List<String> stageline,
        Path connectClassPath,
        Duration limit,
        Duration most) {
    Choices {
        workloads = List.copyOf(workloads);
        peers = List.copyOf(peers);
        stageline = List.copyOf(stageline);
        if (scale <= 0 || runs < 1) {
            throw new IllegalArgumentException("Scale and runs are greater than 0");
        }
    }
}
