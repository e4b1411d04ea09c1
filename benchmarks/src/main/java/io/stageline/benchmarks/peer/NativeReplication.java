package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.Figure;
import io.stageline.benchmarks.Titles;
import io.stageline.benchmarks.meter.Meter;
import io.stageline.benchmarks.site.Backlog;
import io.stageline.benchmarks.site.BenchDatabase;
import io.stageline.benchmarks.site.Site;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// PostgreSQL's own: a subscription in production. It checks no foreign keys and its commits wait for no disk.
public final class NativeReplication implements Follower {
    private static final String NAME = "native";
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    @Override
    public String title() {
        return Titles.POSTGRES;
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

    static Running start(Site site, BenchDatabase production, String slot) throws SQLException {
        BenchDatabase staging = site.backlog().staging();
        production.execute(
                """
                CREATE SUBSCRIPTION bench
                CONNECTION 'host=127.0.0.1 port=%d dbname=%s user=%s password=%s'
                PUBLICATION %s WITH (create_slot = false, slot_name = '%s', copy_data = false)
                """
                        .formatted(
                                staging.port(),
                                staging.name(),
                                staging.user(),
                                staging.password(),
                                Backlog.PUBLICATION,
                                slot));
        return new Subscription(
                production,
                new SlotWatch(site.backlog(), slot),
                new FinishWatch(site.backlog(), production));
    }

    private record Subscription(BenchDatabase production, SlotWatch slot, FinishWatch finish)
            implements Running {
        /// None: its work is done in the two servers.
        @Override
        public Map<String, Meter> processes() {
            return Map.of();
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
            String errors =
                    finish.value("SELECT apply_error_count FROM pg_stat_subscription_stats");
            return errors.isEmpty() || errors.equals("0")
                    ? Optional.empty()
                    : Optional.of("its apply worker failed; why stands in the server's log only");
        }

        @Override
        public void pause() throws SQLException {
            production.execute("ALTER SUBSCRIPTION bench DISABLE");
            while (slot.isActive()) {
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }

        @Override
        public void goOn() throws SQLException {
            production.execute("ALTER SUBSCRIPTION bench ENABLE");
        }

        @Override
        public void close() {
            try {
                production.execute("ALTER SUBSCRIPTION bench DISABLE");
                production.execute("ALTER SUBSCRIPTION bench SET (slot_name = NONE)");
                production.execute("DROP SUBSCRIPTION bench");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            } finally {
                slot.close();
                finish.close();
            }
        }
    }
}
