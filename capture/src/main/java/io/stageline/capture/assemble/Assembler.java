package io.stageline.capture.assemble;

import io.stageline.capture.SourceChange;
import io.stageline.capture.SourceEvent;
import io.stageline.capture.SourceEvent.Place;
import io.stageline.capture.TransactionPiece;
import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.TransactionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts source transactions together. Takes the events of staging's log in order; gives pieces. Proves that no event is
/// missing, doubled or out of order, joins the two halves of a changed row key, and drops what is delivered
/// again. Owned by one thread.
public final class Assembler {
    /// A source transaction up to this size is held until its counts are checked; a larger one is handed on in pieces.
    static final int HELD_MAX = 1_000;

    private SourcePosition last;
    private @Nullable Open open;

    /// @param from source transactions that ended at or before this position are delivered again and dropped
    public Assembler(SourcePosition from) {
        this.last = from;
    }

    private static final class Open {
        private final SourceEvent.Begin begin;
        private final Map<String, Long> counts = new HashMap<>();
        private final List<String> messages = new ArrayList<>();
        private List<SourceChange> changes = new ArrayList<>();
        private long total;
        private boolean handedOn;
        private @Nullable SourceChange leaving;

        private Open(SourceEvent.Begin begin) {
            this.begin = begin;
        }
    }

    /// What one more event completes.
    ///
    /// @throws AssemblyException if the log does not tell whole transactions in order
    public Optional<TransactionPiece> accept(SourceEvent event) {
        return switch (event) {
            case SourceEvent.Begin begin -> begin(begin);
            case SourceEvent.Change change -> change(change);
            case SourceEvent.Message message -> message(message);
            case SourceEvent.End end -> end(end);
        };
    }

    private Optional<TransactionPiece> begin(SourceEvent.Begin begin) {
        Open unfinished = open;
        if (unfinished != null) {
            throw new AssemblyException(
                    "Transaction " + begin.id() + " begins inside " + unfinished.begin.id());
        }
        open = new Open(begin);
        return Optional.empty();
    }

    private Optional<TransactionPiece> change(SourceEvent.Change change) {
        Open current = counted(change.place());
        switch (change.role()) {
            case WHOLE -> {
                refuseHalf(current);
                current.changes.add(change.change());
            }
            case KEY_LEAVES -> {
                refuseHalf(current);
                current.leaving = change.change();
            }
            case KEY_ARRIVES -> current.changes.add(moved(current, change.change()));
        }
        if (current.changes.size() < HELD_MAX) {
            return Optional.empty();
        }
        current.handedOn = true;
        return Optional.of(piece(current, Optional.empty()));
    }

    private Optional<TransactionPiece> message(SourceEvent.Message message) {
        Open current = next(message.id(), message.total());
        current.messages.add(message.content());
        return Optional.empty();
    }

    private Optional<TransactionPiece> end(SourceEvent.End end) {
        Open current = opened(end.id());
        refuseHalf(current);
        check(current, end);
        open = null;
        if (!end.position().isAfter(last)) {
            if (current.handedOn) {
                throw new AssemblyException(
                        "Transaction "
                                + end.id()
                                + " was delivered again: it ended at "
                                + end.position().text());
            }
            return Optional.empty();
        }
        last = end.position();
        return Optional.of(
                piece(
                        current,
                        Optional.of(new TransactionPiece.End(end.position(), current.messages))));
    }

    private static TransactionPiece piece(Open current, Optional<TransactionPiece.End> end) {
        List<SourceChange> changes = current.changes;
        current.changes = new ArrayList<>();
        Instant committedAt = current.begin.committedAt();
        return new TransactionPiece(current.begin.id(), committedAt, changes, end);
    }

    private Open counted(Place place) {
        Open current = next(place.id(), place.total());
        long due = current.counts.merge(place.collection(), 1L, Long::sum);
        if (place.inCollection() != due) {
            throw new AssemblyException(
                    "Transaction %s: change %d of %s came where %d was due"
                            .formatted(place.id(), place.inCollection(), place.collection(), due));
        }
        return current;
    }

    private Open next(TransactionId id, long number) {
        Open current = opened(id);
        current.total++;
        if (number != current.total) {
            throw new AssemblyException(
                    "Transaction %s: event %d came where %d was due"
                            .formatted(id, number, current.total));
        }
        return current;
    }

    private Open opened(TransactionId id) {
        Open current = open;
        if (current == null || !current.begin.id().equals(id)) {
            throw new AssemblyException(
                    "An event of transaction " + id + " came outside of that transaction");
        }
        return current;
    }

    private static void check(Open current, SourceEvent.End end) {
        if (end.eventCount() != current.total || !end.counts().equals(current.counts)) {
            throw new AssemblyException(
                    "Transaction %s: its end counts %d events %s, %d came %s"
                            .formatted(
                                    end.id(),
                                    end.eventCount(),
                                    end.counts(),
                                    current.total,
                                    current.counts));
        }
    }

    private static void refuseHalf(Open current) {
        if (current.leaving != null) {
            throw new AssemblyException(
                    "Transaction " + current.begin.id() + " changes a row key by halves");
        }
    }

    private static SourceChange moved(Open current, SourceChange arriving) {
        SourceChange leaving = current.leaving;
        current.leaving = null;
        if (leaving != null
                && leaving.event() instanceof ChangeEvent.Delete delete
                && arriving.event() instanceof ChangeEvent.Insert insert
                && delete.table().equals(insert.table())) {
            var update = new ChangeEvent.Update(insert.table(), delete.before(), insert.after());
            return new SourceChange(update, arriving.position(), arriving.keyColumns());
        }
        throw new AssemblyException(
                "Transaction " + current.begin.id() + " changes a row key by halves");
    }
}
