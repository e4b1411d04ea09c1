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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// For a change log that could lose its tail with the machine: what may be forgotten by staging is what production has
/// applied. Reads production's checkpoint over a small connection of its own. Safe to use from any thread.
final class CheckpointDurability implements Durability, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CheckpointDurability.class);
    private static final Duration READ_AGAIN_AFTER = Duration.ofMillis(200);

    private final Database production;
    private final String pipeline;
    private final int lane;
    private @Nullable Connection connection;
    private Sequence applied = Sequence.NONE;
    private long readAtNanos;
    private boolean read;

    CheckpointDurability(Database production, String pipeline, int lane) {
        this.production = production;
        this.pipeline = pipeline;
        this.lane = lane;
    }

    /// @throws UncheckedSqlException if production cannot be asked: going on below what it has applied would be wrong
    @Override
    public synchronized ResumePoint floor() {
        try {
            return checkpoint();
        } catch (SQLException e) {
            throw new UncheckedSqlException(
                    "Production's checkpoint at " + production.describe() + " cannot be read", e);
        }
    }

    /// What production had applied a moment ago; while it cannot be asked, the last that is known.
    @Override
    public synchronized Optional<Sequence> durableUpTo() {
        if (read && System.nanoTime() - readAtNanos < READ_AGAIN_AFTER.toNanos()) {
            return Optional.of(applied);
        }
        try {
            applied = checkpoint().sequence();
        } catch (SQLException e) {
            log.atDebug().setCause(e).log("Production's checkpoint cannot be read now");
        }
        read = true;
        readAtNanos = System.nanoTime();
        return Optional.of(applied);
    }

    private ResumePoint checkpoint() throws SQLException {
        Connection open = connection;
        try {
            if (open == null) {
                open = production.open();
                connection = open;
            }
            return ProductionState.read(open, pipeline, lane)
                    .flatMap(LaneSnapshot::checkpoint)
                    .map(checkpoint ->
                            new ResumePoint(checkpoint.sequence(), checkpoint.position()))
                    .orElse(ResumePoint.START);
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                log.atDebug().setCause(e).log("A connection did not close in order");
            }
        }
    }
}
