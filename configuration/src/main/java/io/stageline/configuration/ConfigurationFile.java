package io.stageline.configuration;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a YAML file into a configuration record. The environment overrides the file: every key has a variable
/// `STAGELINE_` + path in upper case, with `_` for dots and dashes. `${file:/path}` and `${env:NAME}` are resolved in every
/// text, wherever it was given. All problems are told at once, as one [ConfigurationException]; nothing is half read.
public final class ConfigurationFile {
    private ConfigurationFile() {}

    /// @throws ConfigurationException with everything that is wrong
    public static <T> T read(Path file, Class<T> root, Map<String, String> environment) {
        return read(file, root, environment, List.of());
    }

    /// @param others variables beginning with `STAGELINE_` that are no settings and are left alone: names, or beginnings
    ///     of names followed by `*`, such as `STAGELINE_TEST_*`
    /// @throws ConfigurationException with everything that is wrong
    public static <T> T read(
            Path file, Class<T> root, Map<String, String> environment, Collection<String> others) {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
        var references = new References(folder, environment);
        return bind(
                file.toString(),
                content(file),
                root,
                new Environment(environment, others),
                references);
    }

    /// Reads YAML that stands in no file. Relative paths of `${file:…}` begin at the working directory.
    ///
    /// @throws ConfigurationException with everything that is wrong
    public static <T> T parse(String yaml, Class<T> root, Map<String, String> environment) {
        var references = new References(Path.of("").toAbsolutePath(), environment);
        return bind("text", yaml, root, new Environment(environment, List.of()), references);
    }

    private static <T> T bind(
            String source,
            String yaml,
            Class<T> root,
            Environment environment,
            References references) {
        Setting.Section settings = Settings.of(root);
        List<Problem> problems = new ArrayList<>();
        Given.Section file = YamlText.parse(yaml, problems);
        refuse(source, problems); // half a file would only make everything else look missing
        Given.Section given = environment.over(file, settings, problems);
        Optional<Object> bound = new Binder(settings, references, problems).bind(given);
        refuse(source, problems);
        return root.cast(bound.orElseThrow());
    }

    private static void refuse(String source, List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(
                    source,
                    problems.stream().distinct().sorted(Problem.IN_ORDER_OF_THE_FILE).toList());
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            throw unreadable(file, "The file does not exist");
        } catch (CharacterCodingException _) {
            throw unreadable(file, "The file is not encoded in UTF-8");
        } catch (IOException e) {
            throw unreadable(file, "The file cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static ConfigurationException unreadable(Path file, String message) {
        return new ConfigurationException(
                file.toString(), List.of(Problem.at(Origin.NOWHERE, "", message, "")));
    }
}
