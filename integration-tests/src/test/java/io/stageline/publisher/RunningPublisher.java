package io.stageline.publisher;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A publish loop on a thread of its own; closing it asks it to stop and waits.
record RunningPublisher(PublishLoop loop, CompletableFuture<PublishEnd> end)
        implements AutoCloseable {
    static RunningPublisher start(PublishLoop loop) {
        var end = new CompletableFuture<PublishEnd>();
        Thread.ofVirtual()
                .name("publisher")
                .start(() -> {
                    try {
                        end.complete(loop.run());
                    } catch (Throwable e) {
                        end.completeExceptionally(e);
                    }
                });
        return new RunningPublisher(loop, end);
    }

    boolean ended() {
        return end.isDone();
    }

    PublishEnd awaitEnd() {
        return end.orTimeout(Duration.ofSeconds(90).toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        loop.stop();
        var _ = awaitEnd();
    }
}
