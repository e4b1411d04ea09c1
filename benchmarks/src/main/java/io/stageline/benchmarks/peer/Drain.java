package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.Figure;
import io.stageline.benchmarks.Outcome;
import io.stageline.benchmarks.compare.Comparison;
import io.stageline.benchmarks.meter.ClusterMeter;
import io.stageline.benchmarks.meter.Meter;
import io.stageline.benchmarks.meter.Meters;
import io.stageline.benchmarks.site.BenchDatabase;
import io.stageline.benchmarks.site.Servers;
import io.stageline.benchmarks.site.Site;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Measures how long a peer takes from being ready to having everything across, and what all processes used meanwhile.
final class Drain {
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration CARE_EVERY = Duration.ofMillis(250);
    private static final Duration READY_MAX = Duration.ofMinutes(2);
    private static final Duration SETTLE_MAX = Duration.ofSeconds(30);

    private final Site site;

    Drain(Site site) {
        this.site = site;
    }

    /// @param running closed by the caller
    Outcome measure(Running running) throws SQLException, IOException {
        Optional<String> notReady = awaitReady(running);
        if (notReady.isPresent()) {
            return new Outcome.Failed(notReady.get());
        }
        var meters = new Meters(meters(site, running.processes()));
        meters.begin();
        return watch(running, meters);
    }

    private Outcome watch(Running running, Meters meters) throws SQLException {
        long begin = System.nanoTime();
        long giveUp = begin + site.limit().toNanos();
        long care = begin;
        Optional<Outcome> unsettled = Optional.empty();
        while (System.nanoTime() - giveUp < 0) {
            if (running.reached()) {
                long now = System.nanoTime();
                var measured = new Outcome.Measured((now - begin) / 1e9, meters.uses(), "");
                if (running.settled()) {
                    return measured;
                }
                if (unsettled.isEmpty()) {
                    unsettled = Optional.of(measured);
                    giveUp = now + SETTLE_MAX.toNanos();
                }
            }
            if (System.nanoTime() - care > CARE_EVERY.toNanos()) {
                care = System.nanoTime();
                meters.look();
                Optional<String> failure = running.failure();
                if (failure.isPresent()) {
                    return new Outcome.Failed(failure.get());
                }
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return unsettled.orElseGet(() ->
                new Outcome.Failed("not done within %,d s".formatted(site.limit().toSeconds())));
    }

    private static Optional<String> awaitReady(Running running) throws SQLException {
        long deadline = System.nanoTime() + READY_MAX.toNanos();
        while (!running.begun()) {
            Optional<String> failure = running.failure();
            if (failure.isPresent()) {
                return failure;
            }
            if (System.nanoTime() - deadline > 0) {
                return Optional.of("not ready within %,d s".formatted(READY_MAX.toSeconds()));
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return Optional.empty();
    }

    static Map<String, Meter> meters(Site site, Map<String, Meter> processes) throws IOException {
        Servers servers = site.backlog().servers();
        var all = new LinkedHashMap<String, Meter>(processes);
        all.put("staging", new ClusterMeter(servers.stagingData()));
        all.put("production", new ClusterMeter(servers.productionData()));
        return all;
    }

    /// Voids the figure unless production holds what staging holds.
    Figure compared(String peer, Outcome outcome, BenchDatabase production) throws SQLException {
        return figure(
                peer,
                switch (outcome) {
                    case Outcome.Measured measured ->
                            switch (Comparison.of(site.backlog().staging(), production)) {
                                case Comparison.Equal(long rows) ->
                                        new Outcome.Measured(
                                                measured.seconds(),
                                                measured.uses(),
                                                "equal: %,d rows".formatted(rows));
                                case Comparison.Different(var tables) ->
                                        new Outcome.Unequal(String.join(", ", tables));
                            };
                    case Outcome.Paced _, Outcome.Unequal _, Outcome.Failed _ -> outcome;
                });
    }

    Figure figure(String peer, Outcome outcome) {
        return new Figure(
                site.backlog().workload().name(),
                peer,
                site.backlog().workload().changes(),
                outcome);
    }
}
