package io.stageline.capture.emit;

import io.stageline.capture.SourceChange;
import io.stageline.capture.TransactionPiece;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import io.stageline.changelog.topic.ChangeLogWriter;
import io.stageline.changelog.topic.ResumePoint;
import io.stageline.changelog.topic.SourceStamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes source transactions to the change log under one claim. Gives each that has a change the next sequence; writes
/// nothing for one that has none. Owned by one thread.
public final class Emitter {
    private final ChangeLogWriter writer;
    private final String database;
    private final Confirmations confirmations = new Confirmations();
    private Sequence last;
    private @Nullable Open open;
    private boolean endedSinceMark = true;
    private long transactions;
    private long events;
    private Optional<Instant> lastCommit = Optional.empty();

    /// @param database staging's database name
    public Emitter(ChangeLogWriter writer, String database) {
        this.writer = writer;
        this.database = database;
        this.last = writer.resumePoint().sequence();
        confirmations.add(writer.resumePoint());
    }

    private static final class Open {
        private final TransactionHeader header;
        private final Map<TableId, Long> counts = new HashMap<>();
        private long ordinal;

        private Open(TransactionHeader header) {
            this.header = header;
        }
    }

    /// @throws io.stageline.changelog.topic.ChangeLogException if the change log does not take it, or a newer capture reigns
    public void write(TransactionPiece piece) {
        for (SourceChange change : piece.changes()) {
            write(opened(piece), change);
        }
        piece.end().ifPresent(end -> end(piece, end.position()));
    }

    /// Notes that nothing to be published stands in staging's log up to here but what was written, unless the last source
    /// transaction that was written tells as much.
    public void mark(SourcePosition position) {
        if (open != null) {
            throw new IllegalStateException("A mark inside a source transaction");
        }
        if (writer.resumePoint().position().filter(position::equals).isPresent()) {
            return;
        }
        if (!endedSinceMark || writer.resumePoint().position().isEmpty()) {
            writer.mark(position);
            confirmations.add(writer.resumePoint());
        }
        endedSinceMark = false;
    }

    /// How far all in-sync replicas have it.
    ///
    /// @throws io.stageline.changelog.topic.ChangeLogException if a write failed, or a newer capture reigns
    public ResumePoint acknowledged() {
        return writer.acknowledged();
    }

    /// Up to where staging may forget: what was acknowledged and cannot be lost any more.
    public Optional<SourcePosition> confirmable(Optional<Sequence> durableUpTo) {
        return confirmations.confirmable(writer.acknowledged(), durableUpTo);
    }

    /// Sends on what waits to be sent with more, and waits until it is acknowledged; does nothing when nothing does.
    public void hurry() {
        writer.hurry();
    }

    /// Waits until everything written is acknowledged.
    public void flush() {
        writer.flush();
    }

    public long transactions() {
        return transactions;
    }

    public long events() {
        return events;
    }

    public Optional<Instant> lastCommit() {
        return lastCommit;
    }

    private Open opened(TransactionPiece piece) {
        Open current = open;
        if (current == null) {
            var header =
                    new TransactionHeader(
                            last.next(), writer.epoch(), piece.id(), piece.committedAt());
            current = new Open(header);
            open = current;
            writer.begin(header);
        }
        return current;
    }

    private void write(Open current, SourceChange change) {
        long inTable = current.counts.merge(change.event().table(), 1L, Long::sum);
        current.ordinal++;
        events++;
        writer.change(
                current.header,
                current.ordinal,
                change.event(),
                new SourceStamp(database, change.position(), change.keyColumns(), inTable));
    }

    private void end(TransactionPiece piece, SourcePosition position) {
        Open current = open;
        if (current == null) {
            return; // nothing of it is selected
        }
        writer.end(current.header, position, current.counts);
        confirmations.add(writer.resumePoint());
        last = current.header.sequence();
        open = null;
        endedSinceMark = true;
        transactions++;
        lastCommit = Optional.of(piece.committedAt());
    }
}
