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

    @Override
    public List<Figure> drain(Site site) throws SQLException, IOException {
        Backlog backlog = site.backlog();
        var drain = new Drain(site);
        String slot = backlog.newSlot(NAME);
        BenchDatabase production = backlog.newProduction(NAME);
        var figures = new ArrayList<Figure>();
        try (Broker broker = Broker.start(site)) {
            try (Running capture = capture(site, production, slot, broker)) {
                figures.add(drain.figure(Titles.CAPTURE, drain.measure(capture)));
            }
            try (Running publish = publish(site, production, slot, broker)) {
                figures.add(drain.compared(variant.publish(), drain.measure(publish), production));
            }
            return figures;
        } finally {
            backlog.drop(production);
            backlog.dropSlot(slot);
        }
    }

    /// Publishing alone; capture works while the publisher is stopped, and stands still when it goes on.
    @Override
    public List<Figure> warm(Site site) throws SQLException, IOException {
        Backlog backlog = site.backlog();
        var drain = new Drain(site);
        String slot = backlog.newSlot(NAME);
        BenchDatabase production = backlog.newProduction(NAME);
        try (Broker broker = Broker.start(site);
                Child capture = captureProcess(site, production, slot, broker);
                Running publish = publish(site, production, slot, broker)) {
            Outcome outcome = drain.measure(publish);
            if (outcome instanceof Outcome.Measured) {
                publish.pause();
                backlog.more();
                awaitCaptured(site, broker);
                capture.pause();
                publish.goOn();
                outcome = drain.measure(publish);
                capture.goOn(); // it is to end
            }
            return List.of(drain.compared(variant.publish(), outcome, production));
        } finally {
            backlog.drop(production);
            backlog.dropSlot(slot);
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

    private static Running capture(Site site, BenchDatabase production, String slot, Broker broker)
            throws SQLException, IOException {
        return new Capture(
                captureProcess(site, production, slot, broker),
                broker,
                new SlotWatch(site.backlog(), slot),
                new TopicWatch(broker.bootstrapServers(), site.backlog()));
    }

    private static Child captureProcess(
            Site site, BenchDatabase production, String slot, Broker broker) throws IOException {
        return StagelineProcess.start("capture", site, production, slot, changeLog(broker), "");
    }

    private Running publish(Site site, BenchDatabase production, String slot, Broker broker)
            throws SQLException, IOException {
        Child child =
                StagelineProcess.start(
                        "publish", site, production, slot, changeLog(broker), variant.publisher());
        return new Publish(child, broker, new FinishWatch(site.backlog(), production));
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
