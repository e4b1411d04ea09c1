package io.stageline.publisher.fence;

import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourcePosition;
import io.stageline.publisher.Checkpoint;

/// Compares what the change log brings with what production already has. Sequences and source positions rise together;
/// where they do not, this is another change log than the one production was published from.
public final class Fence {
    private Fence() {}

    /// @param sequence of a complete source transaction of the change log
    /// @param position where it ended in staging's log
    public static Admission admit(
            Checkpoint checkpoint, Sequence sequence, SourcePosition position) {
        int bySequence = sequence.compareTo(checkpoint.sequence());
        int byPosition =
                checkpoint.position().map(position::compareTo).map(Integer::signum).orElse(1);
        if (Integer.signum(bySequence) != byPosition) {
            return new Admission.Refused(
                    "The change log was rewritten: source transaction %s ends at %s, production has %s at %s"
                            .formatted(
                                    sequence,
                                    position.text(),
                                    checkpoint.sequence(),
                                    checkpoint
                                            .position()
                                            .map(SourcePosition::text)
                                            .orElse("no position")));
        }
        if (bySequence <= 0) {
            return new Admission.AlreadyApplied();
        }
        Sequence next = checkpoint.sequence().next();
        return sequence.equals(next)
                ? new Admission.Next()
                : new Admission.Refused(
                        "The change log has a gap: source transaction %s is due, %s came"
                                .formatted(next, sequence));
    }
}
