package io.stageline.operator;

import io.stageline.capture.CaptureConfig;
import io.stageline.changelog.topic.ChangeLogConfig;
import io.stageline.configuration.Doc;
import io.stageline.configuration.Require;
import io.stageline.database.DatabaseConfig;
import io.stageline.database.TableSelection;
import io.stageline.publisher.PublisherConfig;

/// The whole configuration of a pipeline: one file, one record for each room.
public record StagelineConfig(
        @Doc(
                        "Name of the pipeline: lower-case letters, digits and dashes. The change log's topic, the slot and the"
                                + " checkpoint bear it, so it stays the same for good.")
                String pipeline,
        @Doc("The staging database: where editors work.") DatabaseConfig staging,
        @Doc("The production database: what is published to.") DatabaseConfig production,
        @Doc("Which tables are published.") TableSelection tables,
        @Doc("The change log between the two.") ChangeLogConfig changeLog,
        @Doc("Reading staging's committed changes into the change log.") CaptureConfig capture,
        @Doc("Applying the change log to production.") PublisherConfig publisher) {
    public StagelineConfig {
        Require.matches(
                "pipeline",
                pipeline,
                "[a-z][a-z0-9-]{0,39}",
                "up to 40 lower-case letters, digits and dashes, beginning with a letter");
        requireSupported("staging.url", staging);
        requireSupported("production.url", production);
    }

    private static void requireSupported(String key, DatabaseConfig database) {
        Require.matches(
                key,
                database.url(),
                "(?!jdbc:mysql:).*",
                "a PostgreSQL database: MySQL is not supported yet");
    }

    /// The same pipeline over the broker that was started for it.
    public StagelineConfig withBootstrapServers(String servers) {
        return new StagelineConfig(
                pipeline,
                staging,
                production,
                tables,
                changeLog.withBootstrapServers(servers),
                capture,
                publisher);
    }
}
