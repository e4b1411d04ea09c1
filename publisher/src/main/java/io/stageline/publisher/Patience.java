package io.stageline.publisher;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// How long failures of the surroundings are borne: growing pauses, up to a bound without any progress. Owned by the loop.
final class Patience {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /// An attempt may last longer than the bound: a large source transaction that fails at its end. It is given more than one.
    private static final int FEWEST_ATTEMPTS = 3;

    private final Duration bound;
    private final LongSupplier nanoTime;
    private Duration pause = FIRST_PAUSE;
    private long failingSince;
    private int failures;

    Patience(Duration bound, LongSupplier nanoTime) {
        this.bound = bound;
        this.nanoTime = nanoTime;
    }

    /// Something worked.
    void restore() {
        failures = 0;
        pause = FIRST_PAUSE;
    }

    /// Whether nothing has worked since the last failure.
    boolean failing() {
        return failures > 0;
    }

    /// Attempts that failed, one after the other.
    int failures() {
        return failures;
    }

    /// Something failed.
    ///
    /// @return how long to wait before it is tried again; empty if it has failed for too long
    Optional<Duration> failed() {
        if (failures++ == 0) {
            failingSince = nanoTime.getAsLong();
        }
        boolean exhausted =
                nanoTime.getAsLong() - failingSince > bound.toNanos()
                        && failures >= FEWEST_ATTEMPTS;
        if (exhausted) {
            return Optional.empty();
        }
        Duration next = pause;
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return Optional.of(next);
    }
}
