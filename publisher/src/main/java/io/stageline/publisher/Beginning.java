package io.stageline.publisher;

import io.stageline.changelog.TransactionHeader;

/// A source transaction as its BEGIN tells it.
///
/// @param topicOffset of its BEGIN
public record Beginning(TransactionHeader header, long topicOffset) {
    /// The topic offset of one of its changes: capture writes a source transaction in one go.
    long topicOffset(long ordinal) {
        return topicOffset + ordinal;
    }
}
