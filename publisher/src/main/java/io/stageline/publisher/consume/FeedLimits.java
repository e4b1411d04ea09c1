package io.stageline.publisher.consume;

/// How much is held in memory at once. Each bound holds for a batch and for what is read ahead of it.
///
/// @param batchRows rows of a batch of several source transactions
/// @param streamRows rows of one source transaction, and of a piece of a larger one
/// @param size estimated bytes of either
public record FeedLimits(int batchRows, int streamRows, long size) {
    /// Leaves room for copies on the way to the database in a heap of 512 MB that is shared with capture and broker.
    public static final long SIZE = 16L * 1024 * 1024;
}
