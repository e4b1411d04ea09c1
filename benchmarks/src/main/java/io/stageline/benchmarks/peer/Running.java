package io.stageline.benchmarks.peer;

import io.stageline.benchmarks.meter.Meter;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/// A peer at work.
interface Running extends AutoCloseable {
    /// Its processes beside the two servers.
    Map<String, Meter> processes();

    /// Whether it has started up and reads what is to be carried.
    boolean begun() throws SQLException;

    /// Whether the last source transaction is where it is to go.
    boolean reached() throws SQLException;

    /// For a peer that does not keep the commit order: whether, the last transaction being there, all others are too.
    default boolean settled() throws SQLException {
        return true;
    }

    /// Why it will never get there.
    Optional<String> failure() throws SQLException;

    /// Stops him where he is; [#goOn] lets him go on. Of one who can be: others are not asked.
    default void pause() throws SQLException {
        throw new UnsupportedOperationException("He works through one backlog only");
    }

    default void goOn() throws SQLException {
        throw new UnsupportedOperationException("He works through one backlog only");
    }

    @Override
    void close();
}
