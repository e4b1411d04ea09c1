package io.stageline.publisher.state;

import io.stageline.changelog.Sequence;
import io.stageline.changelog.TableId;
import java.time.Instant;
import java.util.Optional;

/// A conflict that still stands in the way, as production's schema `stageline` tells it.
///
/// @param evidence row key, rows in the way and differences, as JSON
public record OpenConflict(
        Sequence sequence,
        long ordinal,
        String type,
        TableId table,
        Optional<String> constraint,
        String sentence,
        Instant foundAt,
        Evidence evidence) {
    /// JSON texts.
    public record Evidence(String rowKey, String detail) {}
}
