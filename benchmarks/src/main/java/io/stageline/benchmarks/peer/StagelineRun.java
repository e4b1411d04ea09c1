package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.Figure;
import io.stageline.benchmarks.meter.Meter;
import io.stageline.benchmarks.site.Backlog;
import io.stageline.benchmarks.site.BenchDatabase;
import io.stageline.benchmarks.site.Site;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/// `./stageline run`: capture, embedded broker and publisher in one process, every constraint in place in production.
public final class StagelineRun implements Follower {
    private static final String NAME = "stageline";

    private final Variant variant;

    StagelineRun(Variant variant) {
        this.variant = variant;
    }

    @Override
    public String title() {
        return variant.run();
    }

    @Override
    public Figure follow(Site site, Work work) throws SQLException, IOException {
        Backlog backlog = site.backlog();
        String slot = backlog.newSlot(NAME);
        BenchDatabase production = backlog.newProduction(NAME);
        try (Running running = start(site, production, slot)) {
            return work.measure(running, production);
        } finally {
            backlog.drop(production);
            backlog.dropSlot(slot);
        }
    }

    private Running start(Site site, BenchDatabase production, String slot)
            throws SQLException, IOException {
        String changeLog =
                "bootstrap-servers: embedded, data-dir: \"%s\""
                        .formatted(site.folder().resolve("change-log"));
        Child child =
                StagelineProcess.start(
                        "run", site, production, slot, changeLog, variant.publisher());
        return new Run(
                child,
                new SlotWatch(site.backlog(), slot),
                new FinishWatch(site.backlog(), production));
    }

    private record Run(Child child, SlotWatch slot, FinishWatch finish) implements Running {
        @Override
        public Map<String, Meter> processes() {
            return Map.of("stageline run", child.meter());
        }

        @Override
        public boolean begun() throws SQLException {
            return slot.isActive();
        }

        @Override
        public boolean reached() throws SQLException {
            return finish.isReached();
        }

        @Override
        public Optional<String> failure() throws SQLException {
            return child.ended().or(() -> StagelineConflicts.first(finish));
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
            slot.close();
            finish.close();
        }
    }
}
