package io.stageline.publisher;

import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.SourceTransaction;
import io.stageline.changelog.TransactionHeader;

/// A source transaction without its changes: what it is called, and where it ended.
///
/// @param position where in staging's log it ended
/// @param nextTopicOffset the topic offset after its END
/// @param changes how many it has
public record Origin(
        TransactionHeader header, SourcePosition position, long nextTopicOffset, long changes) {
    public static Origin of(SourceTransaction transaction) {
        return new Origin(
                transaction.header(),
                transaction.position(),
                transaction.nextTopicOffset(),
                transaction.events().size());
    }

    /// The topic offset of its END.
    public long topicOffset() {
        return nextTopicOffset - 1;
    }

    Beginning beginning() {
        return new Beginning(header, topicOffset() - changes - 1);
    }
}
