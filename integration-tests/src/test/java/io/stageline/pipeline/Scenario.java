package io.stageline.pipeline;

import io.stageline.database.TableSelection;
import io.stageline.testing.ServerKind;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// A folder below `scenarios`:
///
/// - `staging.sql` loads staging before anything runs, and production too if there is no `production.sql`
/// - `change.sql` is what editors do while the pipeline runs ([SqlScript])
/// - `tables.txt`, optional: patterns of the tables to publish, one a line; `public.*` without it
/// - `expected/production.sql`, optional: what production must show in the end ([ExpectedRows])
/// - `expected/noops.txt`, optional: how many changes production already held
/// - `expected/conflict.txt`, optional: the conflict that must halt the lane ([ExpectedConflict]); with it
///   `expected/halted.sql`, what production shows then, and `expected/cure.sql`, what an operator does in production so that
///   the lane goes on
///
/// A folder below `scenarios-mysql` is one for MySQL. What is not in it is taken from the folder of the same name in `scenarios`; those that
/// `scenarios-mysql/same.txt` names are the same throughout.
///
/// In the end both databases are equal and the change log is whole; a scenario that halts without a cure ends there.
///
/// @param folders where its files are, the first that has one
record Scenario(ServerKind kind, List<Path> folders) {

    static Stream<Scenario> all(ServerKind kind) {
        Path postgres = root("/scenarios");
        return switch (kind) {
            case POSTGRES -> folders(postgres).map(folder -> new Scenario(kind, List.of(folder)));
            case MYSQL -> {
                Path mySql = root("/scenarios-mysql");
                Stream<Scenario> own =
                        folders(mySql)
                                .map(folder ->
                                        new Scenario(
                                                kind,
                                                List.of(
                                                        folder,
                                                        postgres.resolve(folder.getFileName()))));
                Stream<Scenario> same =
                        lines(mySql.resolve("same.txt"))
                                .map(name -> new Scenario(kind, List.of(postgres.resolve(name))));
                yield Stream.concat(own, same);
            }
        };
    }

    private static Path root(String name) {
        URL root = Scenario.class.getResource(name);
        if (root == null) {
            throw new IllegalStateException("There are no scenarios on the class path");
        }
        try {
            return Path.of(root.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<Path> folders(Path root) {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folders.getFirst();
    }

    String name() {
        return folder().getFileName().toString();
    }

    String stagingSql() {
        return text("staging.sql").orElseThrow();
    }

    String productionSql() {
        return text("production.sql").orElseGet(this::stagingSql);
    }

    SqlScript change() {
        return SqlScript.parse(text("change.sql").orElseThrow());
    }

    TableSelection tables() {
        return text("tables.txt")
                .map(text -> new TableSelection(text.lines().toList(), List.of()))
                .orElse(Pipeline.PUBLIC);
    }

    Optional<ExpectedRows> production() {
        return text("expected/production.sql").map(ExpectedRows::parse);
    }

    Optional<ExpectedRows> halted() {
        return text("expected/halted.sql").map(ExpectedRows::parse);
    }

    Optional<Long> noops() {
        return text("expected/noops.txt").map(text -> Long.valueOf(text.strip()));
    }

    Optional<String> cure() {
        return text("expected/cure.sql");
    }

    Optional<ExpectedConflict> conflict() {
        return text("expected/conflict.txt")
                .map(text -> {
                    var properties = new Properties();
                    try (Reader reader = new StringReader(text)) {
                        properties.load(reader);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return ExpectedConflict.of(properties);
                });
    }

    private Optional<String> text(String file) {
        return folders.stream()
                .map(folder -> folder.resolve(file))
                .filter(Files::exists)
                .findFirst()
                .map(Scenario::text);
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
