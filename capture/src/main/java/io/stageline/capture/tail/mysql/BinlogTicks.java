package io.stageline.capture.tail.mysql;

import io.stageline.capture.tail.Ticker;
import io.stageline.changelog.MySqlPosition;
import io.stageline.changelog.SourcePosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/// Ticks that write nothing: each is the place where the binlog ended when it was sent, and comes back when reading has come that
/// far. Sent by the ticker's thread, taken back by the reader's.
final class BinlogTicks implements Ticker.Ticks {
    /// Of more than these, the newest are not sent: the oldest tells the lag.
    private static final int WAITING_MAX = 1_000;

    private final ConcurrentLinkedDeque<Tick> waiting = new ConcurrentLinkedDeque<>();

    private record Tick(SourcePosition place, String content) {}

    @Override
    public void send(Connection connection, String tick) throws SQLException {
        MySqlPosition end = BinlogStatus.end(connection);
        if (waiting.size() < WAITING_MAX) {
            waiting.addLast(new Tick(end, tick));
        }
    }

    boolean isWaited() {
        return !waiting.isEmpty();
    }

    /// The newest tick that has come back.
    ///
    /// @param reached how far reading is
    Optional<String> back(SourcePosition reached) {
        Optional<String> newest = Optional.empty();
        for (Tick next = waiting.peekFirst();
                next != null && !next.place.isAfter(reached);
                next = waiting.peekFirst()) {
            newest = Optional.of(next.content);
            waiting.removeFirst();
        }
        return newest;
    }
}
