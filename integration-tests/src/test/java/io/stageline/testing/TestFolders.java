package io.stageline.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Where tests leave their servers' data and their children's output: below the build's output, to be read after a failure.
final class TestFolders {
    private static final Path PARENT = Path.of("target", "tests").toAbsolutePath();

    /// A server's data is large, so what earlier runs left goes. A run that still uses its folders is younger.
    private static final Duration KEPT = Duration.ofHours(2);

    private TestFolders() {}

    static synchronized Path fresh(String purpose) {
        try {
            Files.createDirectories(PARENT);
            Instant oldest = Instant.now().minus(KEPT);
            for (Path folder : children()) {
                if (isOlder(folder, oldest)) {
                    deleteAll(folder);
                }
            }
            return Files.createTempDirectory(PARENT, purpose + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOlder(Path folder, Instant oldest) throws IOException {
        try {
            return Files.getLastModifiedTime(folder).toInstant().isBefore(oldest);
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private static List<Path> children() throws IOException {
        try (Stream<Path> children = Files.list(PARENT)) {
            return children.toList();
        }
    }

    /// Suites that run side by side may find the same old folder: what another one deletes first is gone as well.
    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof NoSuchFileException)) {
                throw e;
            }
        } catch (NoSuchFileException | DirectoryNotEmptyException _) {
            // the other one is still at it
        }
    }
}
