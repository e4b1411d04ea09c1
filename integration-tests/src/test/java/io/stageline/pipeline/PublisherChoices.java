package io.stageline.pipeline;

import io.stageline.publisher.PublisherConfig;
import java.time.Duration;
import java.util.List;

/// The publisher's settings in tests: a halted lane looks again soon.
final class PublisherChoices {
    private PublisherChoices() {}

    static PublisherConfig forTests() {
        return new PublisherConfig(
                PublisherConfig.ConflictPolicy.HALT,
                List.of(),
                5_000,
                20_000,
                Duration.ofMinutes(5),
                Duration.ofMillis(500),
                PublisherConfig.ForeignKeyCheck.PRODUCTION,
                500);
    }
}
