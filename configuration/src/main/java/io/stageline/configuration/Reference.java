package io.stageline.configuration;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The reference of all keys, as Markdown tables.
record Reference(Setting.Section root) {
    private static final String HEAD =
            "| key | type | default | environment variable | meaning |\n|---|---|---|---|---|\n";

    String markdown() {
        List<Setting> ownKeys =
                root.settings().stream().filter(it -> !(it instanceof Setting.Section)).toList();
        String own = ownKeys.isEmpty() ? "" : HEAD + rows(ownKeys.stream()) + "\n";
        return root.settings().stream()
                .filter(Setting.Section.class::isInstance)
                .map(section -> section((Setting.Section) section))
                .collect(Collectors.joining("\n", own, ""));
    }

    private static String section(Setting.Section section) {
        String sentence =
                section.key().sentence() + (section.optional() ? " May be left out." : "");
        return "## "
                + section.key().path()
                + "\n\n"
                + sentence
                + "\n\n"
                + HEAD
                + rows(Settings.all(section));
    }

    private static String rows(Stream<Setting> settings) {
        return settings.map(Reference::row).collect(Collectors.joining());
    }

    private static String row(Setting setting) {
        Setting.Key key = setting.key();
        return switch (setting) {
            case Setting.Value value ->
                    row(
                            key.path(),
                            value.type().label(),
                            value.absence(),
                            key.environmentVariable(),
                            key.sentence());
            case Setting.Listing listing ->
                    row(
                            key.path(),
                            "list of text",
                            listing.absence(),
                            key.environmentVariable(),
                            key.sentence());
            case Setting.Properties _ ->
                    row(
                            key.path() + ".*",
                            "properties",
                            new Absence.Empty(),
                            key.environmentVariable() + "_*",
                            key.sentence());
            case Setting.Section section ->
                    cells(
                            "`" + key.path() + "`",
                            "section",
                            section.optional() ? "may be left out" : "",
                            "",
                            key.sentence());
        };
    }

    private static String row(
            String key, String type, Absence absence, String variable, String sentence) {
        String given =
                switch (absence) {
                    case Absence.Refused _ -> "**required**";
                    case Absence.Defaulted defaulted ->
                            defaulted.text().isEmpty() ? "empty" : "`" + defaulted.text() + "`";
                    case Absence.Empty _ -> "none";
                };
        return cells("`" + key + "`", type, given, "`" + variable + "`", sentence);
    }

    private static String cells(String... cells) {
        return Stream.of(cells)
                .map(it -> it.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
