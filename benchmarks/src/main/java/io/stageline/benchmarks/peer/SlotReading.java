package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.Figure;
import io.stageline.benchmarks.Outcome;
import io.stageline.benchmarks.child.SlotReader;
import io.stageline.benchmarks.meter.Meter;
import io.stageline.benchmarks.site.Backlog;
import io.stageline.benchmarks.site.BenchDatabase;
import io.stageline.benchmarks.site.Site;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A limit: the slot read to nothing, over JDBC. Nobody who tails staging is faster.
public final class SlotReading implements Peer {
    private static final String NAME = "slot_reader";

    @Override
    public List<Figure> drain(Site site) throws SQLException, IOException {
        Backlog backlog = site.backlog();
        var drain = new Drain(site);
        String slot = backlog.newSlot(NAME);
        try (Running running = start(site, slot)) {
            Outcome outcome = drain.measure(running);
            return List.of(drain.figure("limit: reading the slot to nothing", outcome));
        } finally {
            backlog.dropSlot(slot);
        }
    }

    private static Running start(Site site, String slot) throws SQLException {
        BenchDatabase staging = site.backlog().staging();
        Child child =
                Child.java(
                        NAME,
                        site.folder(),
                        List.of("-Xmx128m", "-XX:+UseSerialGC"),
                        Child.ownClassPath(),
                        List.of(
                                SlotReader.class.getName(),
                                staging.url(),
                                staging.user(),
                                staging.password(),
                                slot,
                                Backlog.PUBLICATION,
                                site.backlog().finishPosition()));
        return new Reading(child, new SlotWatch(site.backlog(), slot));
    }

    private record Reading(Child child, SlotWatch slot) implements Running {
        @Override
        public Map<String, Meter> processes() {
            return Map.of("slot reader", child.meter());
        }

        @Override
        public boolean begun() throws SQLException {
            return slot.isActive();
        }

        @Override
        public boolean reached() {
            return child.said("done").isPresent();
        }

        @Override
        public Optional<String> failure() {
            return child.ended();
        }

        @Override
        public void close() {
            child.close();
            slot.close();
        }
    }
}
