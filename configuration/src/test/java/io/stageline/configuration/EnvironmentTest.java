package io.stageline.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvironmentTest {
    private static final String FILE =
            """
            pipeline: catalogue
            staging: { url: u, password: p }
            change-log:
              bootstrap-servers: embedded
              kafka: { linger: { ms: 5 }, some_key: a, camelCase: b }
            """;

    @TempDir private Path folder;

    @Test
    void overridesAndCompletesTheFile() {
        Shop shop =
                ConfigurationFile.parse(
                        FILE,
                        Shop.class,
                        Map.of(
                                "STAGELINE_CHANGE_LOG_BOOTSTRAP_SERVERS", "kafka:9092",
                                "STAGELINE_PUBLISHER_TIMEOUT", "5m",
                                "STAGELINE_TABLES_EXCLUDE", "a, b",
                                "STAGELINE_MIRROR_URL", "m",
                                "STAGELINE_MIRROR_PASSWORD", "${env:MIRROR}",
                                "MIRROR", "q",
                                "PATH", "/bin"));

        assertThat(shop.changeLog().bootstrapServers()).isEqualTo("kafka:9092");
        assertThat(shop.publisher().timeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(shop.tables().exclude()).containsExactly("a", "b");
        assertThat(shop.mirror())
                .get()
                .extracting(Shop.Database::password)
                .isEqualTo(new Secret("q"));
    }

    @Test
    void replacesAnEmptyFile() {
        Shop shop =
                ConfigurationFile.parse(
                        "",
                        Shop.class,
                        Map.of(
                                "STAGELINE_PIPELINE", "a",
                                "STAGELINE_STAGING_URL", "u",
                                "STAGELINE_STAGING_PASSWORD", "p"));

        assertThat(shop.pipeline()).isEqualTo("a");
    }

    @Test
    void reachesPropertiesThatArePassedThrough() {
        Shop shop =
                ConfigurationFile.parse(
                        FILE,
                        Shop.class,
                        Map.of(
                                "STAGELINE_CHANGE_LOG_KAFKA_LINGER_MS", "7",
                                "STAGELINE_CHANGE_LOG_KAFKA_BATCH_SIZE", "1",
                                "STAGELINE_CHANGE_LOG_KAFKA_SOME___KEY", "c",
                                "STAGELINE_CHANGE_LOG_KAFKA_X__Y___Z", "d",
                                "STAGELINE_CHANGE_LOG_KAFKA_CAMELCASE", "e"));

        assertThat(shop.changeLog().kafka())
                .isEqualTo(
                        Map.of(
                                "linger.ms",
                                "7",
                                "batch.size",
                                "1",
                                "some_key",
                                "c",
                                "x-y_z",
                                "d",
                                "camelCase",
                                "e"));
    }

    @Test
    void refusesAVariableThatNamesNoSetting() {
        assertThat(
                        problemsOf(
                                Map.of(
                                        "STAGELINE_PUBLISHER_BATCHROW",
                                        "5",
                                        "STAGELINE_QQQQQQQQQQQQQQQ",
                                        "1"),
                                List.of()))
                .containsExactly(
                        "The environment variable STAGELINE_PUBLISHER_BATCHROW names no setting. Did you mean STAGELINE_PUBLISHER_BATCH_ROWS?",
                        "The environment variable STAGELINE_QQQQQQQQQQQQQQQ names no setting");
    }

    @Test
    void leavesTheCallersOtherVariablesAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("stageline.yaml"), FILE);

        Shop shop =
                ConfigurationFile.read(
                        file,
                        Shop.class,
                        Map.of("STAGELINE_JAVA_OPTS", "-Xmx1g", "STAGELINE_TEST_URL", "x"),
                        List.of("STAGELINE_JAVA_OPTS", "STAGELINE_TEST_*"));

        assertThat(shop.pipeline()).isEqualTo("catalogue");
    }

    @Test
    void namesTheVariableOfAWrongValue() {
        assertThat(
                        problemsOf(
                                Map.of(
                                        "STAGELINE_PUBLISHER_BATCH_ROWS", "0",
                                        "STAGELINE_PUBLISHER_SHARE", "x",
                                        "STAGELINE_CHANGE_LOG_KAFKA_ACKS", "0"),
                                List.of()))
                .containsExactlyInAnyOrder(
                        "publisher.batch-rows (from STAGELINE_PUBLISHER_BATCH_ROWS) is \"0\"; it must be between 1 and 10000",
                        "publisher.share (from STAGELINE_PUBLISHER_SHARE) is \"x\"; it must be a number",
                        "change-log.kafka.acks (from STAGELINE_CHANGE_LOG_KAFKA_ACKS) must not be set: an unacknowledged change could be lost");
    }

    @Test
    void doesNotHideAWrongSectionOfTheFile() {
        ConfigurationException told =
                catchThrowableOfType(
                        ConfigurationException.class,
                        () ->
                                ConfigurationFile.parse(
                                        FILE + "publisher: 5\n",
                                        Shop.class,
                                        Map.of("STAGELINE_PUBLISHER_BATCH_ROWS", "5")));

        assertThat(told.problems())
                .extracting(Problem::text)
                .containsExactly("line 6: publisher expects a section of keys");
    }

    private List<String> problemsOf(Map<String, String> environment, List<String> others) {
        Path file = folder.resolve("stageline.yaml");
        ConfigurationException told =
                catchThrowableOfType(
                        ConfigurationException.class,
                        () -> {
                            Files.writeString(file, FILE);
                            ConfigurationFile.read(file, Shop.class, environment, others);
                        });
        return told.problems().stream().map(Problem::text).toList();
    }
}
