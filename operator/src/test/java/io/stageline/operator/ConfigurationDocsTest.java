package io.stageline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.stageline.configuration.ConfigurationFile;
import io.stageline.configuration.ConfigurationText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written about the configuration is what the records say.
class ConfigurationDocsTest {
    private static final Path HOME = home();
    private static final Path REFERENCE = HOME.resolve("docs/configuration.md");
    private static final String INTRODUCTION =
            """
            # Configuration

            One YAML file for each pipeline; commented samples are in [config/](../config). `stageline config validate` tells everything
            that is wrong with a file at once, `stageline config show` prints it with all defaults and without its secrets.

            - Every key can be overridden by an environment variable: `STAGELINE_` and the path in upper case, with `_` for dots and dashes.
              `publisher.batch-rows` is `STAGELINE_PUBLISHER_BATCH_ROWS`.
            - `${env:NAME}` and `${file:/path}` stand for the value of a variable or the content of a file, in any text.
            - Durations are written `500ms`, `30s`, `5m`, `2h`, `7d`.

            This page is generated from the records that declare the keys.

            """;

    @Test
    void theReferenceIsUpToDate() throws IOException {
        String reference =
                INTRODUCTION + ConfigurationText.reference(StagelineConfig.class).strip() + "\n";
        if (Boolean.getBoolean("stageline.docs.write")) {
            Files.writeString(REFERENCE, reference);
        }

        if (!Files.exists(REFERENCE) || !Files.readString(REFERENCE).equals(reference)) {
            fail(
                    "docs/configuration.md differs from the configuration records. Write it anew with:\n"
                            + "  mvn -q -Dquick -pl operator -am test -Dtest=ConfigurationDocsTest"
                            + " -Dsurefire.failIfNoSpecifiedTests=false -Dstageline.docs.write=true");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config/stageline.yaml",
                "config/stageline-kafka.yaml",
                "config/stageline-mysql.yaml",
                "docker/stageline.yaml"
            })
    void theSamplesAreValid(String sample) {
        Map<String, String> secrets =
                Map.of("STAGING_PASSWORD", "x", "PRODUCTION_PASSWORD", "y", "KAFKA_PASSWORD", "z");

        StagelineConfig config =
                ConfigurationFile.read(HOME.resolve(sample), StagelineConfig.class, secrets);

        assertThat(config.pipeline()).isNotEmpty();
    }

    /// The folder of the whole project: tests run in a module's folder.
    private static Path home() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("docker")))
                .findFirst()
                .orElseThrow();
    }
}
