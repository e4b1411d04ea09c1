package io.stageline.publisher;

import io.stageline.publisher.plan.Past;

/// What was written so far of one source transaction. Owned by the writer's thread.
final class Tally {
    private final Past past;
    private long rows;
    private long noops;

    Tally(Past past) {
        this.past = past;
    }

    /// What was written, for planning what comes next. To be added to.
    Past past() {
        return past;
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
