package io.stageline.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the programs of a server tell: how they ended and what they logged last.
final class Programs {
    private static final int LINES_MAX = 5;

    private Programs() {}

    /// Waits for its end.
    static int exitCode(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new IOException("Interrupted while a program ran", e);
        }
    }

    static String lastLines(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "(nothing)";
        }
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - LINES_MAX), lines.size()));
    }
}
