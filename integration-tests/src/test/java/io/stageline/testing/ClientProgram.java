package io.stageline.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A real client's program: the one that an environment variable names, which `./verify` sets, or the one on the path.
final class ClientProgram {
    private ClientProgram() {}

    /// Where there is none the test is skipped, or fails if everything is required as in `./verify`.
    static Path find(String name, String variable) {
        Optional<Path> found =
                Stream.concat(
                                Optional.ofNullable(System.getenv(variable)).stream(),
                                Arrays.stream(
                                                System.getenv()
                                                        .getOrDefault("PATH", "")
                                                        .split(File.pathSeparator))
                                        .map(folder -> folder + "/" + name))
                        .filter(file -> !file.isBlank())
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst();
        if (found.isEmpty() && Boolean.getBoolean("stageline.tests.required")) {
            throw new IllegalStateException("There is no " + name + " here: see " + variable);
        }
        Assumptions.assumeTrue(found.isPresent(), "There is no " + name + " here");
        return found.orElseThrow();
    }
}
