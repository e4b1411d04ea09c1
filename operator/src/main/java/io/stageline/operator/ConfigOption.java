package io.stageline.operator;

import io.stageline.configuration.ConfigurationException;
import io.stageline.configuration.ConfigurationFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/// `--config FILE`, for every command that works on a pipeline.
final class ConfigOption {
    /// Variables with our prefix that are no settings: those of the start script and of the tests.
    private static final List<String> OTHER_VARIABLES =
            List.of("STAGELINE_TEST_*", "STAGELINE_JAVA_*", "STAGELINE_AOT");

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            required = true,
            description =
                    "The pipeline's configuration (YAML). STAGELINE_… environment variables override it.")
    private Path file = Path.of("stageline.yaml");

    Path file() {
        return file;
    }

    /// @throws CommandFailure with everything that is wrong
    StagelineConfig read(Map<String, String> environment) {
        try {
            return ConfigurationFile.read(
                    file, StagelineConfig.class, environment, OTHER_VARIABLES);
        } catch (ConfigurationException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    /// For a half of the pipeline that runs alone: the other half has to reach the change log too.
    ///
    /// @throws CommandFailure with everything that is wrong
    StagelineConfig readForExternalKafka(Map<String, String> environment) {
        StagelineConfig config = read(environment);
        if (config.changeLog().embedded()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "change-log.bootstrap-servers is \"embedded\": that broker lives inside 'stageline run'."
                            + " Use 'run', or name an external Kafka.");
        }
        return config;
    }
}
