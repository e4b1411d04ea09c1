package io.stageline.capture.select;

import io.stageline.capture.SourceChange;
import io.stageline.capture.TransactionPiece;
import io.stageline.changelog.TableId;
import io.stageline.database.TableSelection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Leaves out the changes of tables that are not selected. Owned by one thread.
public final class Selector {
    private final TableSelection tables;
    private final Map<TableId, Boolean> known = new HashMap<>();

    public Selector(TableSelection tables) {
        this.tables = tables;
    }

    public TransactionPiece select(TransactionPiece piece) {
        boolean whole = true;
        for (SourceChange change : piece.changes()) {
            whole &= selected(change);
        }
        if (whole) {
            return piece;
        }
        List<SourceChange> kept = piece.changes().stream().filter(this::selected).toList();
        return new TransactionPiece(piece.id(), piece.committedAt(), kept, piece.end());
    }

    private boolean selected(SourceChange change) {
        Boolean selected = known.get(change.event().table());
        return selected == null
                ? known.computeIfAbsent(change.event().table(), tables::selects)
                : selected;
    }
}
