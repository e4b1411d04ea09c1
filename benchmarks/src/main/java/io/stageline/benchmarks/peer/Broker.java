package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.child.BrokerProcess;
import io.stageline.benchmarks.meter.Meter;
import io.stageline.benchmarks.site.Site;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// A Kafka broker in a process of its own, for peers whose parts are several processes.
final class Broker implements AutoCloseable {
    private static final Duration READY_MAX = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Child child;
    private final String bootstrapServers;

    private Broker(Child child, String bootstrapServers) {
        this.child = child;
        this.bootstrapServers = bootstrapServers;
    }

    static Broker start(Site site) {
        Child child =
                Child.java(
                        "broker",
                        site.folder(),
                        List.of("-Xmx512m", "-XX:+UseSerialGC"),
                        Child.ownClassPath(),
                        List.of(
                                BrokerProcess.class.getName(),
                                site.folder().resolve("change-log").toString()));
        try {
            return new Broker(child, awaitReady(child));
        } catch (RuntimeException e) {
            child.close();
            throw e;
        }
    }

    private static String awaitReady(Child child) {
        long deadline = System.nanoTime() + READY_MAX.toNanos();
        while (System.nanoTime() - deadline < 0) {
            Optional<String> ready = child.said("ready");
            if (ready.isPresent()) {
                return ready.get();
            }
            child.ended()
                    .ifPresent(reason -> {
                        throw new IllegalStateException(reason);
                    });
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        throw new IllegalStateException("The broker was not ready in time");
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    Meter meter() {
        return child.meter();
    }

    Optional<String> ended() {
        return child.ended();
    }

    @Override
    public void close() {
        child.close();
    }
}
