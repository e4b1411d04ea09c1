package io.stageline.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// PostgreSQL's own load generator: `STAGELINE_TEST_PGBENCH`, which `./verify` sets, or the one on the path.
public final class Pgbench {
    private Pgbench() {}

    /// Its program. Where there is none the test is skipped, or fails if everything is required as in `./verify`.
    public static Path program() {
        Optional<Path> found =
                Stream.concat(
                                Optional.ofNullable(System.getenv("STAGELINE_TEST_PGBENCH"))
                                        .stream(),
                                Arrays.stream(
                                                System.getenv()
                                                        .getOrDefault("PATH", "")
                                                        .split(File.pathSeparator))
                                        .map(folder -> folder + "/pgbench"))
                        .filter(name -> !name.isBlank())
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst();
        if (found.isEmpty() && Boolean.getBoolean("stageline.tests.required")) {
            throw new IllegalStateException("There is no pgbench here: see STAGELINE_TEST_PGBENCH");
        }
        Assumptions.assumeTrue(found.isPresent(), "There is no pgbench here");
        return found.orElseThrow();
    }
}
