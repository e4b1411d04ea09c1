package io.stageline.publisher;

import io.stageline.changelog.Sequence;
import io.stageline.conflict.Conflict;
import java.time.Instant;
import java.util.Optional;

/// What a publisher does at the moment.
///
/// @param reason one sentence why it is in this state
/// @param sequence production has everything up to this source transaction, but for what is held
/// @param waitingSince when staging committed the earliest source transaction that was read and is not in production yet
/// @param done since this publisher started
/// @param holding what is held; empty as long as production has not been asked
/// @param conflict what halts the lane
public record PublishStatus(
        State state,
        String reason,
        Sequence sequence,
        Optional<Instant> waitingSince,
        Done done,
        Optional<Holding> holding,
        Optional<Conflict> conflict) {
    /// What a publisher did since it started.
    ///
    /// @param rows written
    /// @param transactions published
    /// @param noops changes that production already had
    public record Done(long rows, long transactions, long noops) {
        /// One source transaction.
        static Done of(Tally tally) {
            return new Done(tally.rows(), 1, tally.noops());
        }

        private Done plus(Done more) {
            return new Done(rows + more.rows, transactions + more.transactions, noops + more.noops);
        }
    }

    /// One honest word.
    public enum State {
        STARTING,
        PUBLISHING,
        IDLE,
        HALTED,
        RETRYING,
        STOPPED,
        FAILED
    }

    static PublishStatus starting() {
        return new PublishStatus(
                State.STARTING,
                "Connecting to production and the change log",
                Sequence.NONE,
                Optional.empty(),
                new Done(0, 0, 0),
                Optional.empty(),
                Optional.empty());
    }

    PublishStatus in(State newState, String newReason) {
        return new PublishStatus(
                newState,
                newReason,
                sequence,
                newState == State.IDLE ? Optional.empty() : waitingSince,
                done,
                holding,
                switch (newState) {
                    case STOPPED, FAILED, RETRYING -> conflict;
                    case STARTING, PUBLISHING, IDLE, HALTED -> Optional.empty();
                });
    }

    PublishStatus haltedBy(Conflict found) {
        return new PublishStatus(
                State.HALTED,
                found.sentence(),
                sequence,
                Optional.of(found.place().transaction().committedAt()),
                done,
                holding,
                Optional.of(found));
    }

    PublishStatus at(Sequence reached) {
        return new PublishStatus(state, reason, reached, waitingSince, done, holding, conflict);
    }

    PublishStatus waitingSince(Instant committed) {
        return new PublishStatus(
                state, reason, sequence, Optional.of(committed), done, holding, conflict);
    }

    PublishStatus holding(Holding now) {
        return new PublishStatus(
                state, reason, sequence, waitingSince, done, Optional.of(now), conflict);
    }

    public long rows() {
        return done.rows();
    }

    public long transactions() {
        return done.transactions();
    }

    public long noops() {
        return done.noops();
    }

    PublishStatus plus(Done more) {
        return new PublishStatus(
                state, reason, sequence, waitingSince, done.plus(more), holding, conflict);
    }

    /// Where something was in the way, it is no longer once something has got through.
    PublishStatus plus(Progress progress) {
        PublishStatus now =
                plus(new Done(progress.rows(), progress.transactions(), progress.noops()))
                        .at(progress.reached().sequence());
        boolean inTheWay = state == State.HALTED || state == State.RETRYING;
        return inTheWay && progress.reached().sequence().isAfter(sequence)
                ? now.in(State.PUBLISHING, "Publishing")
                : now;
    }
}
