package io.stageline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `--help` answers at once because nothing heavy is loaded for it.
class LightStartTest {
    private static final List<String> HEAVY =
            List.of(
                    "org.apache.kafka",
                    "io.debezium",
                    "ch.qos.logback",
                    "org.slf4j",
                    "org.postgresql");

    @ParameterizedTest
    @ValueSource(strings = {"--help", "run --help", "demo --help", "status --help", "version"})
    void loadsNothingHeavy(String arguments) throws IOException {
        List<String> loaded = loadedClasses(arguments);

        assertThat(loaded).anyMatch(line -> line.contains("io.stageline.operator.Stageline"));
        assertThat(loaded).noneMatch(line -> HEAVY.stream().anyMatch(line::contains));
    }

    @Test
    void wouldNoticeALoadedClass() throws IOException {
        assertThat(loadedClasses("config show -c /nowhere"))
                .anyMatch(line -> line.contains("io.stageline.configuration"));
    }

    private static List<String> loadedClasses(String arguments) throws IOException {
        String java = ProcessHandle.current().info().command().orElse("java");
        Process process =
                new ProcessBuilder(command(java, arguments)).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("[class,load]"))
                .toList();
    }

    private static List<String> command(String java, String arguments) {
        var command =
                new ArrayList<>(
                        List.of(
                                java,
                                "-Xlog:class+load",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.stageline.operator.Stageline"));
        command.addAll(List.of(arguments.split(" ")));
        return command;
    }
}
