package io.stageline.operator;

import io.stageline.capture.CaptureConfig;
import io.stageline.changelog.topic.ChangeLogConfig;
import io.stageline.configuration.Doc;
import io.stageline.configuration.Require;
import io.stageline.database.DatabaseConfig;
import io.stageline.database.Dialect;
import io.stageline.database.TableSelection;
import io.stageline.operator.metrics.MetricsConfig;
import io.stageline.publisher.PublisherConfig;
import io.stageline.publisher.PublisherConfig.ForeignKeyCheck;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The whole configuration of a pipeline: one file, one record for each room.
public record StagelineConfig(
        @Doc(
                        "Name of the pipeline: lower-case letters, digits and dashes. The change log's topic, the slot and the"
                                + " checkpoint bear it, so it stays the same for good.")
                String pipeline,
        @Doc("The staging database: where editors work.") DatabaseConfig staging,
        @Doc("The production database: what is published to.") DatabaseConfig production,
        @Doc(
                        "Which tables are published; on MySQL by default all of the database that staging.url names.")
                TableSelection tables,
        @Doc("The change log between the two.") ChangeLogConfig changeLog,
        @Doc("Reading staging's committed changes into the change log.") CaptureConfig capture,
        @Doc("Applying the change log to production.") PublisherConfig publisher,
        @Doc("What `run`, `capture` and `publish` tell Prometheus.") MetricsConfig metrics) {
    private static final Pattern DATABASE = Pattern.compile("[^?]*/([^/?]+)(?:\\?.*)?");

    public StagelineConfig {
        Require.matches(
                "pipeline",
                pipeline,
                "[a-z][a-z0-9-]{0,39}",
                "up to 40 lower-case letters, digits and dashes, beginning with a letter");
        Dialect dialect = Dialect.of(staging.url());
        Require.matches(
                "production.url",
                production.url(),
                Pattern.quote(dialect.scheme()) + ".*",
                "a %s database like staging.url: both are of one kind"
                        .formatted(dialect.product()));
        if (publisher.foreignKeyCheck() == ForeignKeyCheck.PUBLISHER) {
            Require.matches(
                    "publisher.foreign-key-check",
                    "publisher",
                    dialect.choose("publisher", "production"),
                    "production: only PostgreSQL leaves foreign keys to the publisher");
        }
        tables = dialect.choose(tables, ofDatabase(tables, staging));
    }

    /// MySQL has no schema `public`: without a choice, all tables of staging's database are meant.
    private static TableSelection ofDatabase(TableSelection tables, DatabaseConfig staging) {
        Matcher database = DATABASE.matcher(staging.url());
        boolean chosen = !tables.include().equals(List.of("public.*"));
        return chosen || !database.matches()
                ? tables
                : new TableSelection(List.of(database.group(1) + ".*"), tables.exclude());
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
                publisher,
                metrics);
    }
}
