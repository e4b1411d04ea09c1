package io.stageline.publisher;

import io.stageline.changelog.ChangeEvent;
import io.stageline.changelog.Sequence;
import io.stageline.conflict.Conflict;
import io.stageline.publisher.hold.Footprint;
import io.stageline.publisher.hold.HeldRow;
import io.stageline.publisher.hold.HeldSet;
import io.stageline.publisher.hold.Holds;
import io.stageline.publisher.hold.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Tries a held source transaction against production as it is now. What it came to is uncommitted.
final class HeldAttempt {
    private final ProductionSession session;
    private final Holds holds;
    private final HeldSet held;
    private final Passage passage;
    private final HeldRow row;

    HeldAttempt(ProductionSession session, Holds holds, Passage passage, HeldRow row) {
        this.session = session;
        this.holds = holds;
        this.held = holds.held();
        this.passage = passage;
        this.row = row;
    }

    private Sequence sequence() {
        return row.origin().header().sequence();
    }

    /// @param edited a change of it in place of its own
    CarefulAttempt.Result write(Settlement settlement, Optional<Numbered> edited)
            throws SQLException {
        return new CarefulAttempt(session, row.origin().beginning(), settlement)
                .write(writer -> {
                    Optional<Conflict> conflict = Optional.empty();
                    long done = 0;
                    List<ChangeEvent> piece = piece(done, edited);
                    while (!piece.isEmpty() && conflict.isEmpty()) {
                        conflict = writer.write(done + 1, piece);
                        done += piece.size();
                        piece = piece(done, edited);
                    }
                    return conflict;
                });
    }

    private List<ChangeEvent> piece(long after, Optional<Numbered> edited) throws SQLException {
        List<ChangeEvent> piece = held.changes(session.connection(), sequence(), after);
        long place = edited.map(Numbered::ordinal).orElse(0L) - after - 1;
        if (place < 0 || place >= piece.size()) {
            return piece;
        }
        List<ChangeEvent> changed = new ArrayList<>(piece);
        changed.set((int) place, edited.orElseThrow().change());
        return changed;
    }

    /// After it was written: it is not held any more.
    void release() throws SQLException {
        held.remove(session.connection(), List.of(sequence()));
    }

    /// After it came to a conflict, in a new production transaction: it stays held, with what production's rows hold now.
    void stay(Conflict conflict) throws SQLException {
        Connection connection = session.connection();
        long done = 0;
        for (var piece = held.changes(connection, sequence(), done);
                !piece.isEmpty();
                piece = held.changes(connection, sequence(), done)) {
            held.touches(
                    connection,
                    sequence(),
                    holds.footprint(connection, session.catalogue(), piece));
            done += piece.size();
        }
        if (Passage.tableOf(conflict).isPresent()) {
            Footprint table = holds.footprint(connection, session.catalogue(), List.of());
            holds.addWhole(table, conflict.table());
            held.touches(connection, sequence(), table);
        }
        Reason reason = passage.record(conflict, row.conflictId());
        held.wait(connection, sequence(), reason);
    }

    /// The place of the change it is held for.
    OptionalLong conflictingOrdinal() throws SQLException {
        if (row.conflictId().isEmpty()) {
            return OptionalLong.empty();
        }
        Optional<Long> ordinal =
                passage.conflicts().ordinal(session.connection(), row.conflictId().getAsLong());
        return ordinal.isPresent() ? OptionalLong.of(ordinal.get()) : OptionalLong.empty();
    }
}
