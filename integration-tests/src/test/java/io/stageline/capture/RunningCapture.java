package io.stageline.capture;

import io.stageline.changelog.SourcePosition;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A capture on a thread of its own. Closing it stops it.
final class RunningCapture implements AutoCloseable {
    final CaptureLoop loop;
    private final CompletableFuture<CaptureEnd> end = new CompletableFuture<>();

    RunningCapture(CaptureLoop loop) {
        this.loop = loop;
        Thread.ofPlatform()
                .name("test-capture")
                .daemon()
                .start(() -> {
                    try {
                        end.complete(loop.run());
                    } catch (Throwable e) {
                        end.completeExceptionally(e);
                    }
                });
    }

    boolean running() {
        return !end.isDone();
    }

    /// Waits until it streams.
    RunningCapture streaming() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !running() || loop.status().state() == CaptureStatus.State.STREAMING);
        if (!running()) {
            throw new AssertionError("The capture ended: " + end());
        }
        return this;
    }

    /// Waits until source transactions up to a sequence are acknowledged.
    RunningCapture captured(long sequence) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !running() || loop.status().captured().sequence().value() >= sequence);
        if (!running()) {
            throw new AssertionError("The capture ended: " + end());
        }
        return this;
    }

    /// Waits until the change log holds everything up to a place in staging's log.
    RunningCapture reached(String place) {
        SourcePosition position = SourcePosition.parse(place);
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(50))
                .until(() ->
                        !running()
                                || loop.status()
                                        .captured()
                                        .position()
                                        .filter(at -> !position.isAfter(at))
                                        .isPresent());
        if (!running()) {
            throw new AssertionError("The capture ended: " + end());
        }
        return this;
    }

    CaptureEnd end() {
        try {
            return end.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("The capture did not end well", e);
        }
    }

    CaptureEnd stop() {
        loop.stop();
        return end();
    }

    @Override
    public void close() {
        stop();
    }
}
