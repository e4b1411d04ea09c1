package io.stageline.publisher;

import io.stageline.changelog.TableId;
import java.util.HashSet;
import java.util.Set;

/// What was written so far of one source transaction. Owned by the writer's thread.
final class Tally {
    private final Set<TableId> disturbed = new HashSet<>();
    private long rows;
    private long noops;

    /// Tables with rows that went or changed their key. May be added to.
    Set<TableId> disturbed() {
        return disturbed;
    }

    void rows(long written) {
        rows += written;
    }

    /// A change that production already had.
    void noop() {
        noops++;
    }

    long rows() {
        return rows;
    }

    long noops() {
        return noops;
    }
}
