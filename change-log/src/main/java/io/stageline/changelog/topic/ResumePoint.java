package io.stageline.changelog.topic;

import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourcePosition;
import java.util.Optional;

/// How far capture has come: the last complete source transaction, and the source position up to which everything to be
/// published is in the change log. Without a position, nothing was captured yet.
public record ResumePoint(Sequence sequence, Optional<SourcePosition> position) {
    public static final ResumePoint START = new ResumePoint(Sequence.NONE, Optional.empty());

    public static ResumePoint after(Sequence sequence, SourcePosition position) {
        return new ResumePoint(sequence, Optional.of(position));
    }

    /// The one that is further in the lane; with the same sequence, the one further in staging's log.
    public ResumePoint furtherOf(ResumePoint other) {
        int bySequence = sequence.compareTo(other.sequence);
        if (bySequence != 0) {
            return bySequence > 0 ? this : other;
        }
        if (position.isEmpty() || other.position.isEmpty()) {
            return position.isPresent() ? this : other;
        }
        return position.get().isAfter(other.position.get()) ? this : other;
    }
}
