package io.stageline.publisher;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Asked once, heard wherever the loop waits. Thread-safe.
final class StopSignal {
    private final CountDownLatch asked = new CountDownLatch(1);
    private Runnable waker = () -> {};

    synchronized void ask() {
        asked.countDown();
        waker.run();
    }

    /// Who waits elsewhere is woken by this when asked, until [#wakesNobody] returns.
    synchronized void wakes(Runnable sleeper) {
        waker = sleeper;
    }

    synchronized void wakesNobody() {
        waker = () -> {};
    }

    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /// Waits; less long if asked to stop. An interrupt asks to stop.
    void pause(Duration duration) {
        try {
            var _ = asked.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            ask();
        }
    }
}
