package io.stageline.publisher;

import io.stageline.changelog.Sequence;
import io.stageline.conflict.Conflict;
import java.time.Instant;
import java.util.Optional;

/// What a publisher does at the moment.
///
/// @param reason one sentence why it is in this state
/// @param sequence production has everything up to this source transaction, but for what is held
/// @param sourceCommittedAt when staging committed that one
/// @param done since this publisher started
/// @param holding what is held
/// @param conflict what halts the lane
public record PublishStatus(
        State state,
        String reason,
        Sequence sequence,
        Optional<Instant> sourceCommittedAt,
        Done done,
        Holding holding,
        Optional<Conflict> conflict) {
    /// What a publisher did since it started.
    ///
    /// @param rows written
    /// @param transactions published
    /// @param noops changes that production already had
    public record Done(long rows, long transactions, long noops) {
        private Done plus(Progress progress) {
            return new Done(
                    rows + progress.rows(),
                    transactions + progress.transactions(),
                    noops + progress.noops());
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
                Holding.NOTHING,
                Optional.empty());
    }

    PublishStatus in(State newState, String newReason) {
        return new PublishStatus(
                newState,
                newReason,
                sequence,
                sourceCommittedAt,
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
                sourceCommittedAt,
                done,
                holding,
                Optional.of(found));
    }

    PublishStatus at(Checkpoint checkpoint) {
        return new PublishStatus(
                state,
                reason,
                checkpoint.sequence(),
                checkpoint.sourceCommittedAt(),
                done,
                holding,
                conflict);
    }

    PublishStatus holding(Holding now) {
        return new PublishStatus(state, reason, sequence, sourceCommittedAt, done, now, conflict);
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

    PublishStatus plus(Progress progress) {
        return new PublishStatus(
                        state,
                        reason,
                        sequence,
                        sourceCommittedAt,
                        done.plus(progress),
                        holding,
                        conflict)
                .at(progress.reached());
    }
}
