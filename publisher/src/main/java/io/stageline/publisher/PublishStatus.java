package io.stageline.publisher;

import io.stageline.changelog.Sequence;
import io.stageline.conflict.Conflict;
import java.time.Instant;
import java.util.Optional;

/// What a publisher does at the moment.
///
/// @param reason one sentence why it is in this state
/// @param sequence production has everything up to this source transaction
/// @param sourceCommittedAt when staging committed that one
/// @param rows written since this publisher started
/// @param transactions published since this publisher started
/// @param noops changes that production already had
/// @param conflict what halts the lane
public record PublishStatus(
        State state,
        String reason,
        Sequence sequence,
        Optional<Instant> sourceCommittedAt,
        long rows,
        long transactions,
        long noops,
        Optional<Conflict> conflict) {
    /// One honest word.
    public enum State {
        STARTING,
        PUBLISHING,
        IDLE,
        HALTED,
        RETRYING,
        STOPPED
    }

    static PublishStatus starting() {
        return new PublishStatus(
                State.STARTING,
                "Connecting to production and the change log",
                Sequence.NONE,
                Optional.empty(),
                0,
                0,
                0,
                Optional.empty());
    }

    PublishStatus in(State newState, String newReason) {
        return new PublishStatus(
                newState,
                newReason,
                sequence,
                sourceCommittedAt,
                rows,
                transactions,
                noops,
                newState == State.STOPPED || newState == State.RETRYING
                        ? conflict
                        : Optional.empty());
    }

    PublishStatus haltedBy(Conflict found) {
        return new PublishStatus(
                State.HALTED,
                found.sentence(),
                sequence,
                sourceCommittedAt,
                rows,
                transactions,
                noops,
                Optional.of(found));
    }

    PublishStatus at(Checkpoint checkpoint) {
        return new PublishStatus(
                state,
                reason,
                checkpoint.sequence(),
                checkpoint.sourceCommittedAt(),
                rows,
                transactions,
                noops,
                conflict);
    }

    PublishStatus plus(Progress progress) {
        return new PublishStatus(
                        state,
                        reason,
                        sequence,
                        sourceCommittedAt,
                        rows + progress.rows(),
                        transactions + progress.transactions(),
                        noops + progress.noops(),
                        conflict)
                .at(progress.reached());
    }
}
