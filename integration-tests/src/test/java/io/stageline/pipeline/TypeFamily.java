package io.stageline.pipeline;

import io.stageline.testing.ServerKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A file below `types` (or `types-mysql`): `# TYPE` begins a type (`# TYPE @EXTENSION` where an extension brings it), each further line is an SQL
/// expression for a value of it. A file of the same name that ends in `.sql` makes the types first.
record TypeFamily(String name, String setup, List<MatrixType> types) {

    /// One type with the values to carry over.
    record MatrixType(String type, Optional<String> extension, List<String> values) {
        /// The value with this number, the first again after the last.
        String value(int index) {
            return "((" + values.get(index % values.size()) + ")::" + type + ")";
        }
    }

    static Stream<TypeFamily> all(ServerKind kind) {
        String folder =
                switch (kind) {
                    case POSTGRES -> "/types";
                    case MYSQL -> "/types-mysql";
                };
        URL root = TypeFamily.class.getResource(folder);
        if (root == null) {
            throw new IllegalStateException("There are no types on the class path");
        }
        try (Stream<Path> files = Files.list(Path.of(root.toURI()))) {
            return files
                    .filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .map(TypeFamily::read)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TypeFamily read(Path file) {
        String name = String.valueOf(file.getFileName()).replace(".txt", "");
        Path setup = file.resolveSibling(name + ".sql");
        try {
            List<MatrixType> types = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("# ")) {
                    String[] words = line.substring(2).split(" @", 2);
                    Optional<String> extension =
                            words.length == 2 ? Optional.of(words[1]) : Optional.empty();
                    types.add(new MatrixType(words[0], extension, new ArrayList<>()));
                } else if (!line.isBlank()) {
                    types.getLast().values().add(line);
                }
            }
            return new TypeFamily(
                    name, Files.exists(setup) ? Files.readString(setup) : "", List.copyOf(types));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
