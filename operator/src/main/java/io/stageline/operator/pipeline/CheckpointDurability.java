package io.stageline.operator.pipeline;

import io.stageline.capture.Durability;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.topic.ResumePoint;
import io.stageline.database.Database;
import io.stageline.publisher.state.LaneSnapshot;
import io.stageline.publisher.state.ProductionState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// For a change log that could lose its tail with the machine: what staging may forget is what production has applied. A
/// thread of its own reads production's checkpoint over a small connection of its own; answers come from memory. While
/// production cannot be asked, the last answer stands: less may be forgotten, never more.
final class CheckpointDurability implements Durability, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CheckpointDurability.class);
    private static final Duration READ_EVERY = Duration.ofMillis(200);
    private static final Duration RETRY_EVERY = Duration.ofSeconds(2);

    private final Database production;
    private final String pipeline;
    private final int lane;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile ResumePoint applied;

    private CheckpointDurability(
            Database production, String pipeline, int lane, ResumePoint applied) {
        this.production = production;
        this.pipeline = pipeline;
        this.lane = lane;
        this.applied = applied;
    }

    /// Reads the checkpoint once and keeps reading it.
    ///
    /// @throws SQLException if production cannot be asked: to start below what it has applied would be wrong
    static CheckpointDurability open(Database production, String pipeline, int lane)
            throws SQLException {
        try (Connection connection = production.open()) {
            var durability =
                    new CheckpointDurability(
                            production, pipeline, lane, read(connection, pipeline, lane));
            Thread.ofVirtual().name("durability").start(durability::follow);
            return durability;
        }
    }

    @Override
    public ResumePoint floor() {
        return applied;
    }

    @Override
    public Optional<Sequence> durableUpTo() {
        return Optional.of(applied.sequence());
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void follow() {
        boolean open = true;
        while (open) {
            try (Connection connection = production.open()) {
                while (open) {
                    applied = applied.furtherOf(read(connection, pipeline, lane));
                    open = !closed.await(READ_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                }
            } catch (SQLException e) {
                log.atDebug().setCause(e).log("Production's checkpoint cannot be read now");
                open = !closedWithin(RETRY_EVERY);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private boolean closedWithin(Duration patience) {
        try {
            return closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }

    private static ResumePoint read(Connection connection, String pipeline, int lane)
            throws SQLException {
        return ProductionState.read(connection, pipeline, lane)
                .map(LaneSnapshot::checkpoint)
                .map(checkpoint -> new ResumePoint(checkpoint.sequence(), checkpoint.position()))
                .orElse(ResumePoint.START);
    }
}
