package io.stageline.operator.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// The demo's data: in a folder of the user's choice, which stays, or in a temporary one, which goes.
///
/// @param temporary whether closing deletes it
public record DemoFolder(Path path, boolean temporary) implements AutoCloseable {
    public static DemoFolder open(Optional<Path> wished) throws IOException {
        if (wished.isPresent()) {
            return new DemoFolder(Files.createDirectories(wished.get()), false);
        }
        return new DemoFolder(Files.createTempDirectory("stageline-demo-"), true);
    }

    @Override
    public void close() throws IOException {
        if (!temporary) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
