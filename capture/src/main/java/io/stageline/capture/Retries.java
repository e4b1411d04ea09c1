package io.stageline.capture;

import java.time.Duration;

/// Growing pauses between attempts, and when to give up. Time is [System#nanoTime]. Owned by one thread.
final class Retries {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Duration limit;
    private Duration pause = FIRST_PAUSE;
    private long failingSince;
    private boolean failing;

    Retries(Duration limit) {
        this.limit = limit;
    }

    void succeeded() {
        failing = false;
        pause = FIRST_PAUSE;
    }

    /// Notes a failure.
    ///
    /// @return whether to try again
    boolean failed(long nanoTime) {
        if (!failing) {
            failing = true;
            failingSince = nanoTime;
        }
        return nanoTime - failingSince < limit.toNanos();
    }

    Duration nextPause() {
        Duration now = pause;
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return now;
    }
}
