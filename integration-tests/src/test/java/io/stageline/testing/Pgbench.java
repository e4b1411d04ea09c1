package io.stageline.testing;

import java.nio.file.Path;

/// PostgreSQL's own load generator.
public final class Pgbench {
    private Pgbench() {}

    public static Path program() {
        return ClientProgram.find("pgbench", "STAGELINE_TEST_PGBENCH");
    }
}
