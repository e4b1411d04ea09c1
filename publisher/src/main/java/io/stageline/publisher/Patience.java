package io.stageline.publisher;

import java.time.Duration;

/// How long failures of the surroundings are borne: growing pauses, up to a bound without any progress. Owned by the loop.
final class Patience {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Duration bound;
    private Duration pause = FIRST_PAUSE;
    private long failingSince;
    private boolean failing;

    Patience(Duration bound) {
        this.bound = bound;
    }

    /// Something worked.
    void restore() {
        failing = false;
        pause = FIRST_PAUSE;
    }

    /// Something failed.
    ///
    /// @return whether it has failed for too long
    boolean exhausted() {
        if (!failing) {
            failing = true;
            failingSince = System.nanoTime();
        }
        return System.nanoTime() - failingSince > bound.toNanos();
    }

    Duration nextPause() {
        Duration next = pause;
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return next;
    }
}
