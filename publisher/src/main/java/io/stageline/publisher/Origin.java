package io.stageline.publisher;

import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.SourceTransaction;
import io.stageline.changelog.TransactionHeader;

/// A source transaction without its changes: what it is called, and where it ended.
///
/// @param position where in staging's log it ended
/// @param nextTopicOffset the topic offset after its END
public record Origin(TransactionHeader header, SourcePosition position, long nextTopicOffset) {
    public static Origin of(SourceTransaction transaction) {
        return new Origin(
                transaction.header(), transaction.position(), transaction.nextTopicOffset());
    }

    /// The topic offset of its END.
    public long topicOffset() {
        return nextTopicOffset - 1;
    }
}
