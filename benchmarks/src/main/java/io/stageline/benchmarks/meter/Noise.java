package io.stageline.benchmarks.meter;

import java.util.ArrayList;
import java.util.List;

/// How evenly the machine works: a loop of fixed work is timed now and then. On a quiet machine all times are alike. Owned by one
/// thread.
public final class Noise {
    private static final long ROUNDS = 60_000_000;

    private final List<Long> nanos = new ArrayList<>();
    private long result = 1;

    public Noise() {
        work(); // compiled from now on
    }

    public void look() {
        long begin = System.nanoTime();
        work();
        nanos.add(System.nanoTime() - begin);
    }

    private void work() {
        for (long i = 0; i < ROUNDS; i++) {
            result = result * 6364136223846793005L + i;
        }
    }

    /// In words.
    public String sentence() {
        if (nanos.isEmpty()) {
            return "not looked at";
        }
        List<Long> sorted = nanos.stream().sorted().toList();
        double fastest = sorted.getFirst();
        return "a loop of fixed work took %.2f (median) and %.2f (slowest) times its fastest of %d; %s"
                .formatted(
                        sorted.get(sorted.size() / 2) / fastest,
                        sorted.getLast() / fastest,
                        sorted.size(),
                        result == 0 ? "" : "1.00 is a quiet machine");
    }
}
