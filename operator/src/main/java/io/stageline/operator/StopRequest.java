package io.stageline.operator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C or SIGTERM, for a command that wants to end in order. Safe to use from any thread.
public final class StopRequest {
    private final CountDownLatch requested = new CountDownLatch(1);
    private final List<Runnable> listeners = new ArrayList<>();

    /// Calls the listener when the stop is requested, at once if it already was. It must return soon.
    public void whenRequested(Runnable listener) {
        synchronized (listeners) {
            if (!isRequested()) {
                listeners.add(listener);
                return;
            }
        }
        listener.run();
    }

    /// Asks the running command to end.
    ///
    /// @return whether it listens; one that does not can be ended as it stands
    public boolean request() {
        List<Runnable> all;
        synchronized (listeners) {
            requested.countDown();
            all = List.copyOf(listeners);
        }
        all.forEach(Runnable::run);
        return !all.isEmpty();
    }

    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /// Waits, but not beyond a request to stop.
    ///
    /// @return whether a stop was requested
    public boolean within(Duration patience) {
        try {
            return requested.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
