package io.stageline.capture;

import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.TransactionId;
import java.time.Instant;
import java.util.List;

/// A part of a source transaction, in order. A small one comes as one piece that is last; of a large one, what is
/// not last came before its counts could be checked: only the last piece says that they matched.
///
/// @param end present in the last piece
public record TransactionPiece(
        TransactionId id,
        Instant committedAt,
        List<SourceChange> changes,
        java.util.Optional<End> end) {
    /// The counts matched.
    ///
    /// @param position where the source transaction ended
    /// @param messages the logical messages of ours in it
    public record End(SourcePosition position, List<String> messages) {
        public End {
            messages = List.copyOf(messages);
        }
    }
}
