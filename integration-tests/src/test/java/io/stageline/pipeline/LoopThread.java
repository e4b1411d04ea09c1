package io.stageline.pipeline;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A loop on a thread of its own, and how it ends.
record LoopThread<L, E>(L loop, FutureTask<E> task) {
    private static final long STOP_SECONDS_MAX = 60;

    static <L, E> LoopThread<L, E> start(String name, L loop, Callable<E> run) {
        var task = new FutureTask<>(run);
        Thread.ofPlatform().name(name).daemon().start(task);
        return new LoopThread<>(loop, task);
    }

    /// Its end, once it was told to stop.
    E awaitEnd() {
        try {
            return task.get(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A loop threw", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("A loop did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a loop stops", e);
        }
    }

    /// How it ended though nobody stopped it; empty while it runs.
    Optional<E> endedEarly() {
        return task.isDone() ? Optional.of(awaitEnd()) : Optional.empty();
    }
}
