package io.stageline.capture.tail;

import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationMessage;
import io.debezium.connector.postgresql.connection.ReplicationStream;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.SourcePosition;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Debezium's replication stream. What its decoder made of staging's log goes to the [TailSession] straight from here, on
/// Debezium's reading thread: Debezium's own way from here on, by way of records, a queue and the engine's handler, costs
/// five times the decoding and has places where changes were seen to get lost. Debezium's reading loop finds nothing to do.
///
/// A failure, ours or the connection's, ends the session; the task then ends the engine.
@SuppressWarnings("try") // Debezium lets close() throw anything
final class TappedStream implements ReplicationStream {
    /// So many messages at once, then Debezium's loop may look whether it is to stop.
    private static final int MESSAGES_MAX = 1_000;

    /// How soon new messages are seen: while there is work, and when there was none for [#BUSY_FOR].
    private static final Duration BUSY_PAUSE = Duration.ofMillis(1);

    private static final Duration IDLE_PAUSE = Duration.ofMillis(5);
    private static final Duration BUSY_FOR = Duration.ofSeconds(1);

    /// How often the listener is asked what may be confirmed, and how often staging is told.
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private static final Duration BETWEEN_CONFIRMATIONS = Duration.ofMillis(100);

    private final ReplicationStream stream;
    private final TailSession session;
    private final MessageReader reader;
    private @Nullable SourcePosition confirmed;
    private long lastMessage = System.nanoTime();
    private long lastLook = lastMessage;
    private long lastConfirmation = lastMessage - BETWEEN_CONFIRMATIONS.toNanos();

    TappedStream(ReplicationStream stream, TailSession session, MessageReader reader) {
        this.stream = stream;
        this.session = session;
        this.reader = reader;
    }

    @Override
    public boolean readPending(ReplicationMessageProcessor debezium) throws InterruptedException {
        boolean received = false;
        try {
            received = session.whileOpen(this::readSome);
        } catch (SQLException | RuntimeException e) {
            session.failed(e);
        }
        if (!received) {
            pause();
        }
        return received;
    }

    @Override
    public void read(ReplicationMessageProcessor debezium) {
        throw new UnsupportedOperationException("Debezium reads what is pending only");
    }

    /// Staging is told by [#confirm] only.
    @Override
    public void flushLsn(Lsn lsn) {}

    @Override
    public @Nullable Lsn lastReceivedLsn() {
        return stream.lastReceivedLsn();
    }

    @Override
    public Lsn startLsn() {
        return stream.startLsn();
    }

    @Override
    public void startKeepAlive(ExecutorService service) {
        stream.startKeepAlive(service);
    }

    @Override
    public void stopKeepAlive() {
        stream.stopKeepAlive();
    }

    @Override
    public void close() throws Exception {
        stream.close();
    }

    private boolean readSome() throws SQLException, InterruptedException {
        int messages = 0;
        while (messages < MESSAGES_MAX && !session.over() && stream.readPending(this::decoded)) {
            messages++;
        }
        if (messages > 0 && messages < MESSAGES_MAX) {
            session.listener().caughtUp();
        }
        long now = System.nanoTime();
        if (messages > 0) {
            lastMessage = now;
        }
        if (messages == MESSAGES_MAX || now - lastLook > BETWEEN_LOOKS.toNanos()) {
            lastLook = now;
            Optional<SourcePosition> confirmable = session.listener().batchEnded();
            if (confirmable.isPresent()) {
                confirm(confirmable.get(), now);
            }
        }
        return messages > 0;
    }

    private void decoded(ReplicationMessage message) {
        if (!session.over()) { // what is not taken now is delivered again
            reader.read(message, stream.lastReceivedLsn()).ifPresent(session.listener()::accept);
        }
    }

    private void confirm(SourcePosition position, long now) throws SQLException {
        if (position.equals(confirmed)
                || now - lastConfirmation < BETWEEN_CONFIRMATIONS.toNanos()
                || !(position instanceof PostgresLsn lsn)) {
            return;
        }
        stream.flushLsn(Lsn.valueOf(lsn.value()));
        confirmed = position;
        lastConfirmation = now;
    }

    private void pause() {
        boolean busy = System.nanoTime() - lastMessage < BUSY_FOR.toNanos();
        LockSupport.parkNanos((busy ? BUSY_PAUSE : IDLE_PAUSE).toNanos());
    }
}
