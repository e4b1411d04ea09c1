package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.Figure;
import io.stageline.benchmarks.Outcome;
import io.stageline.benchmarks.Titles;
import io.stageline.benchmarks.meter.Meter;
import io.stageline.benchmarks.site.Backlog;
import io.stageline.benchmarks.site.BenchDatabase;
import io.stageline.benchmarks.site.Site;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// `./stageline capture`, and when the change log has everything, `./stageline publish`: each stage by itself, over a broker in a
/// process of its own.
public final class StagelineStages implements Peer {
    private static final String NAME = "stages";
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Variant variant;

    StagelineStages(Variant variant) {
        this.variant = variant;
    }

    /// What is measured over a broker.
    private interface Work {
        List<Figure> over(Broker broker, Place place) throws SQLException, IOException;
    }

    private record Place(Site site, BenchDatabase production, String slot) {}

    @Override
    public List<Figure> drain(Site site) throws SQLException, IOException {
        var drain = new Drain(site);
        return measured(
                site,
                (broker, place) -> {
                    var figures = new ArrayList<Figure>();
                    try (Running capture = capture(place, broker)) {
                        figures.add(drain.figure(Titles.CAPTURE, drain.measure(capture)));
                    }
                    try (Running publish = publish(place, broker)) {
                        figures.add(
                                drain.compared(
                                        variant.publish(),
                                        drain.measure(publish),
                                        place.production));
                    }
                    return figures;
                });
    }

    /// Publishing alone; capture works while the publisher is stopped, and stands still when it goes on.
    @Override
    public List<Figure> warm(Site site) throws SQLException, IOException {
        var drain = new Drain(site);
        return measured(
                site,
                (broker, place) -> {
                    try (Child capture = captureProcess(place, broker);
                            Running publish = publish(place, broker)) {
                        Outcome outcome = drain.measure(publish);
                        if (outcome instanceof Outcome.Measured) {
                            publish.pause();
                            site.backlog().more();
                            awaitCaptured(site, broker);
                            capture.pause();
                            publish.goOn();
                            outcome = drain.measure(publish);
                            capture.goOn(); // it is to end
                        }
                        return List.of(
                                drain.compared(variant.publish(), outcome, place.production));
                    }
                });
    }

    private static List<Figure> measured(Site site, Work work) throws SQLException, IOException {
        Backlog backlog = site.backlog();
        var place = new Place(site, backlog.newProduction(NAME), backlog.newSlot(NAME));
        try (Broker broker = Broker.start(site)) {
            return work.over(broker, place);
        } finally {
            backlog.drop(place.production);
            backlog.dropSlot(place.slot);
        }
    }

    private static void awaitCaptured(Site site, Broker broker) {
        long giveUp = System.nanoTime() + site.limit().toNanos();
        try (var topic = new TopicWatch(broker.bootstrapServers(), site.backlog())) {
            while (!topic.hasAll()) {
                if (System.nanoTime() - giveUp > 0) {
                    throw new IllegalStateException("capture was not done in time");
                }
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
    }

    private static String changeLog(Broker broker) {
        return "bootstrap-servers: \"%s\", replication-factor: 1"
                .formatted(broker.bootstrapServers());
    }

    private static Running capture(Place place, Broker broker) throws SQLException, IOException {
        return new Capture(
                captureProcess(place, broker),
                broker,
                new SlotWatch(place.site.backlog(), place.slot),
                new TopicWatch(broker.bootstrapServers(), place.site.backlog()));
    }

    private static Child captureProcess(Place place, Broker broker) throws IOException {
        return start("capture", place, broker, "");
    }

    private Running publish(Place place, Broker broker) throws SQLException, IOException {
        return new Publish(
                start("publish", place, broker, variant.publisher()),
                broker,
                new FinishWatch(place.site.backlog(), place.production));
    }

    private static Child start(String command, Place place, Broker broker, String publisher)
            throws IOException {
        return StagelineProcess.start(
                command, place.site, place.production, place.slot, changeLog(broker), publisher);
    }

    private static Map<String, Meter> meters(String name, Child child, Broker broker) {
        var meters = new LinkedHashMap<String, Meter>();
        meters.put("stageline " + name, child.meter());
        meters.put("broker", broker.meter());
        return meters;
    }

    private record Capture(Child child, Broker broker, SlotWatch slot, TopicWatch topic)
            implements Running {
        @Override
        public Map<String, Meter> processes() {
            return meters("capture", child, broker);
        }

        @Override
        public boolean begun() throws SQLException {
            return slot.isActive();
        }

        @Override
        public boolean reached() {
            return topic.hasAll();
        }

        @Override
        public Optional<String> failure() {
            return child.ended().or(broker::ended);
        }

        @Override
        public void close() {
            child.close();
            topic.close();
            slot.close();
        }
    }

    private record Publish(Child child, Broker broker, FinishWatch finish) implements Running {
        @Override
        public Map<String, Meter> processes() {
            return meters("publish", child, broker);
        }

        /// Its reign begins with its row.
        @Override
        public boolean begun() throws SQLException {
            return !finish.value("SELECT to_regclass('stageline.checkpoint')").isEmpty()
                    && !finish.value("SELECT 1 FROM stageline.checkpoint").isEmpty();
        }

        @Override
        public boolean reached() throws SQLException {
            return finish.isReached();
        }

        @Override
        public Optional<String> failure() {
            return child.ended().or(broker::ended).or(() -> StagelineConflicts.first(finish));
        }

        @Override
        public void pause() {
            child.pause();
        }

        @Override
        public void goOn() {
            child.goOn();
        }

        @Override
        public void close() {
            child.close();
            finish.close();
        }
    }
}
