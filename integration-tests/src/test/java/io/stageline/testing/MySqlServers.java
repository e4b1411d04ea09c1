package io.stageline.testing;

import io.stageline.embedded.EmbeddedMySql;
import io.stageline.embedded.MySqlProgram;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Where tests find the program of a MySQL server: `STAGELINE_TEST_MYSQLD`, which `./verify` sets, else what the product would find, else what
/// `./verify` once unpacked.
public final class MySqlServers {
    private static final Path UNPACKED = Path.of("..", "target", "mysql", "bin", "mysqld");

    /// Tests kill processes, never the machine: what MySQL gave to the kernel is safe, and a slow disk slows no test.
    private static final Map<String, String> NO_POWER_CUTS =
            Map.of(
                    "innodb-flush-log-at-trx-commit", "2",
                    "sync-binlog", "0",
                    "innodb-doublewrite", "OFF");

    private MySqlServers() {}

    /// Where there is none the test is skipped, or fails if everything is required as in `./verify`.
    public static MySqlProgram program() {
        Optional<MySqlProgram> found =
                Stream.<Optional<MySqlProgram>>of(
                                Optional.ofNullable(System.getenv("STAGELINE_TEST_MYSQLD"))
                                        .filter(name -> !name.isBlank())
                                        .flatMap(name -> MySqlProgram.at(Path.of(name))),
                                MySqlProgram.find(),
                                MySqlProgram.at(UNPACKED))
                        .flatMap(Optional::stream)
                        .findFirst();
        if (found.isEmpty() && Boolean.getBoolean("stageline.tests.required")) {
            throw new IllegalStateException(
                    "There is no MySQL server here: see STAGELINE_TEST_MYSQLD");
        }
        Assumptions.assumeTrue(found.isPresent(), "There is no MySQL server here");
        return found.orElseThrow();
    }

    static EmbeddedMySql start(Path folder) {
        return EmbeddedMySql.start(program(), folder, NO_POWER_CUTS);
    }
}
