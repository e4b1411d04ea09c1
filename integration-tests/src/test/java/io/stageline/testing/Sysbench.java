package io.stageline.testing;

import java.nio.file.Path;

/// The load generator that MySQL's own measurements are made with.
public final class Sysbench {
    private Sysbench() {}

    public static Path program() {
        return ClientProgram.find("sysbench", "STAGELINE_TEST_SYSBENCH");
    }
}
