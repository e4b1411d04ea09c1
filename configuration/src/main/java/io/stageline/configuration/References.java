package io.stageline.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Resolves `${file:/path}` and `${env:NAME}` inside a text. `$${` writes a plain `${`. What was resolved is not looked at
/// again, so a password may hold any characters. `${…}` without a colon belongs to somebody else and stays.
///
/// @param folder    where relative paths begin: the folder of the configuration file
/// @param variables the environment
record References(Path folder, Map<String, String> variables) {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z]+):([^}]*)}");

    sealed interface Resolution {
        record Resolved(String text) implements Resolution {}

        record Unresolved(List<String> reasons) implements Resolution {}
    }

    Resolution resolve(String text) {
        List<String> reasons = new ArrayList<>();
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String replacement =
                    matcher.group(1) == null
                            ? "${"
                            : look(matcher.group(1), matcher.group(2), reasons);
            matcher.appendReplacement(result, Matcher.quoteReplacement(replacement));
        }
        matcher.appendTail(result);
        return reasons.isEmpty()
                ? new Resolution.Resolved(result.toString())
                : new Resolution.Unresolved(reasons);
    }

    /// Writes a text so that resolving it gives the text back.
    static String escape(String text) {
        return text.replaceAll("(?<=\\$)\\$(?=\\{)|\\$(?=\\{[A-Za-z]+:)", "\\$\\$");
    }

    private String look(String kind, String name, List<String> reasons) {
        return switch (kind) {
            case "file" -> content(name, reasons);
            case "env" -> variable(name, reasons);
            default -> {
                reasons.add(
                        "holds ${"
                                + kind
                                + ":…}; only ${file:…} and ${env:…} are known, and $${ writes a plain ${");
                yield "";
            }
        };
    }

    private String variable(String name, List<String> reasons) {
        return Optional.ofNullable(variables.get(name))
                .orElseGet(() -> {
                    reasons.add("needs the environment variable " + name + ", which is not set");
                    return "";
                });
    }

    private String content(String name, List<String> reasons) {
        try {
            return Files.readString(folder.resolve(name)).replaceFirst("\\r?\\n\\z", "");
        } catch (NoSuchFileException _) {
            reasons.add("needs the file " + name + ", which does not exist");
        } catch (IOException | InvalidPathException e) {
            reasons.add(
                    "needs the file "
                            + name
                            + ", which cannot be read: "
                            + e.getClass().getSimpleName());
        }
        return "";
    }
}
