package io.stageline.publisher;

import io.stageline.conflict.Conflict;

/// How far publishing of a batch came.
///
/// @param reached the checkpoint that is committed
/// @param rows written, with net effects counted once
/// @param noops changes that production already had
record Progress(Checkpoint reached, long transactions, long rows, long noops, Ending ending) {
    /// Why it came no further.
    sealed interface Ending {
        /// Everything was published.
        record Complete() implements Ending {}

        /// The source transaction after `reached` contradicts production, which is untouched by it.
        record Halted(Conflict conflict) implements Ending {}

        /// A newer publisher reigns.
        record Fenced() implements Ending {}
    }

    static Progress none(Checkpoint reached, Ending ending) {
        return new Progress(reached, 0, 0, 0, ending);
    }

    /// One source transaction.
    static Progress written(Checkpoint reached, Tally tally) {
        return new Progress(reached, 1, tally.rows(), tally.noops(), new Ending.Complete());
    }

    Progress then(Progress next) {
        return new Progress(
                next.reached,
                transactions + next.transactions,
                rows + next.rows,
                noops + next.noops,
                next.ending);
    }
}
