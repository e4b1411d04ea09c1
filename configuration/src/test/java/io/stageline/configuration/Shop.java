package io.stageline.configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A configuration with every kind of setting, for the tests.
record Shop(
        @Doc("Name of the pipeline.") String pipeline,
        @Doc("The staging database.") Database staging,
        @Doc("Which tables are published.") Tables tables,
        @Doc("The change log.") ChangeLog changeLog,
        @Doc("The publisher.") Publisher publisher,
        @Doc("A second production.") Optional<Database> mirror) {
    Shop {
        Require.matches(
                "pipeline",
                pipeline,
                "[a-z][a-z0-9-]*",
                "a name of lower-case letters, digits and dashes");
    }

    enum OnConflict {
        HALT,
        HOLD,
        APPLY_REMOTE
    }

    record Database(
            @Doc("JDBC URL.") String url,
            @Doc("Password.") Secret password,
            @Doc("Role to change to.") Optional<String> role) {}

    record Tables(
            @Doc("Tables to publish.") @Default("public.*") List<String> include,
            @Doc("Tables to leave out.") @Default("") List<String> exclude) {
        Tables {
            Require.notEmpty("include", include);
        }
    }

    record ChangeLog(
            @Doc("Kafka, or embedded.") @Default("embedded") String bootstrapServers,
            @Doc("Where the embedded broker keeps its data.") Optional<Path> dataDir,
            @Doc("Kafka's own properties.") @PassThrough Map<String, String> kafka) {
        ChangeLog {
            Require.noDenied(
                    "kafka",
                    kafka,
                    Map.of(
                            "acks",
                            "an unacknowledged change could be lost",
                            "*.class",
                            "it could load code"));
        }
    }

    record Publisher(
            @Doc("What happens at a conflict.") @Default("hold") OnConflict onConflict,
            @Doc("Most rows in one batch.") @Default("5000") int batchRows,
            @Doc("Most bytes in one batch.") @Default("10_000_000_000") long batchBytes,
            @Doc("Part of a core to use | 1 is a whole one.") @Default("0.5") double share,
            @Doc("Whether to write at all.") @Default("false") boolean dryRun,
            @Doc("Longest time of a transaction.") @Default("30s") Duration timeout) {
        Publisher {
            Require.between("batch-rows", batchRows, 1, 10_000);
            Require.positive("timeout", timeout);
        }
    }
}
