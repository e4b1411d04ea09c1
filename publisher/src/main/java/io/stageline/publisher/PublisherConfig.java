package io.stageline.publisher;

import io.stageline.configuration.Default;
import io.stageline.configuration.Doc;
import io.stageline.configuration.Require;
import java.time.Duration;

/// How changes are published to production.
public record PublisherConfig(
        @Doc("What a conflict does: `halt` stops the lane at the conflicting source transaction.")
                @Default("halt")
                ConflictPolicy onConflict,
        @Doc("Most rows of several source transactions that are committed in production together.")
                @Default("5000")
                int batchRows,
        @Doc(
                        "A source transaction with more rows is streamed in pieces of this many rows, inside one production"
                                + " transaction.")
                @Default("20000")
                int streamRows,
        @Doc(
                        "How long failures of the surroundings (connection, lock, full disk …) are retried before the publisher"
                                + " gives up.")
                @Default("5m")
                Duration retryFor,
        @Doc(
                        "How often a halted lane tries the conflicting source transaction again: production may have been cured.")
                @Default("10s")
                Duration recheckInterval) {
    /// What a conflict does to the lane.
    public enum ConflictPolicy {
        HALT
    }

    public PublisherConfig {
        Require.between("batch-rows", batchRows, 1, 100_000);
        Require.between("stream-rows", streamRows, 100, 1_000_000);
        Require.between("retry-for", retryFor, Duration.ofSeconds(1), Duration.ofDays(7));
        Require.between(
                "recheck-interval", recheckInterval, Duration.ofMillis(100), Duration.ofHours(1));
    }
}
