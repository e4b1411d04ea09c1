package io.stageline.configuration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes records of what was given. Goes on after a problem, with the default in place of what is wrong, so that all
/// problems are told at once; what was made that way is thrown away.
final class Binder {
    private final Setting.Section root;
    private final References references;
    private final List<Problem> problems;

    Binder(Setting.Section root, References references, List<Problem> problems) {
        this.root = root;
        this.references = references;
        this.problems = problems;
    }

    /// The root record; to be used only when there are no problems. Empty when there was no way to make one.
    Optional<Object> bind(Given.Section given) {
        return section(root, given);
    }

    /// The value for the component, or what stands in for it after a problem.
    private Optional<Object> value(Setting setting, Given given) {
        return switch (setting) {
            case Setting.Value value -> scalar(value, given);
            case Setting.Listing listing -> listing(listing, given);
            case Setting.Properties properties -> properties(properties, given);
            case Setting.Section section
                    when section.optional() && given instanceof Given.Nothing ->
                    section.fallback();
            case Setting.Section section when section.optional() ->
                    section(section, given).map(Optional::of);
            case Setting.Section section -> section(section, given);
        };
    }

    private Optional<Object> section(Setting.Section section, Given given) {
        Given.Section entries =
                switch (given) {
                    case Given.Section present -> present;
                    case Given.Nothing nothing -> new Given.Section(Map.of(), nothing.origin());
                    case Given.Text text -> expected(section, text.origin(), "a section of keys");
                    case Given.Sequence sequence ->
                            expected(section, sequence.origin(), "a section of keys");
                };
        entries.entries().forEach((name, entry) -> refuseUnknown(section, name, entry.origin()));
        Map<String, Object> values = new LinkedHashMap<>();
        for (Setting setting : section.settings()) {
            String name = setting.key().name();
            value(setting, entries.entry(name)).ifPresent(value -> values.put(name, value));
        }
        return create(section, entries, values);
    }

    /// Asks the record for its rules. While a value without default is missing there is no record to ask: its own rules are
    /// told once the value is there.
    private Optional<Object> create(
            Setting.Section section, Given.Section given, Map<String, Object> values) {
        if (values.size() < section.settings().size()) {
            return Optional.empty();
        }
        Map<String, Problem> refused = new LinkedHashMap<>();
        List<InvalidSetting.Complaint> complaints = new ArrayList<>();
        Optional<Object> created = created(section, values, complaints);
        complaints.forEach(it ->
                refused.putIfAbsent(
                        it.key(), problem(section, given, it))); // the first says enough
        problems.addAll(refused.values());
        return complaints.isEmpty() ? created : section.ofDefaults();
    }

    private Optional<Object> created(
            Setting.Section section,
            Map<String, Object> values,
            List<InvalidSetting.Complaint> complaints) {
        try {
            List<Object> arguments = List.copyOf(values.values());
            return Optional.of(Require.collecting(complaints, () -> section.create(arguments)));
        } catch (InvalidSetting refused) {
            complaints.addAll(refused.complaints());
        } catch (IllegalStateException failed) {
            if (complaints.isEmpty()) {
                throw failed; // otherwise the record stumbled over a value that it had refused
                // already
            }
        }
        return Optional.empty();
    }

    private static String firstPart(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? key : key.substring(0, dot);
    }

    private Problem problem(
            Setting.Section section, Given.Section given, InvalidSetting.Complaint complaint) {
        String name = firstPart(complaint.key());
        Optional<Setting> setting =
                section.settings().stream().filter(it -> it.key().name().equals(name)).findFirst();
        Given at = given.entry(name);
        if (setting.isPresent()
                && setting.get() instanceof Setting.Properties properties
                && at instanceof Given.Section map) {
            at =
                    PropertyTree.flatten(properties.key(), map, new ArrayList<>())
                            .entry(
                                    complaint
                                            .key()
                                            .substring(
                                                    Math.min(
                                                            name.length() + 1,
                                                            complaint.key().length())));
        }
        String path =
                complaint.key().isEmpty()
                        ? section.key().path()
                        : section.key().at(complaint.key());
        Optional<String> shown = complaint.value();
        if (setting.isPresent()
                && setting.get() instanceof Setting.Value value
                && value.type().secret()) {
            shown = shown.map(_ -> Secret.MASK);
        } else if (at instanceof Given.Text text && refersElsewhere(text)) {
            shown = shown.map(_ -> text.text()); // as written: what it refers to may be a secret
        }
        return Problem.at(
                at.origin(), path, complaint.message(at.origin().naming(path), shown), "");
    }

    private boolean refersElsewhere(Given.Text text) {
        return !(references.resolve(text.text()) instanceof References.Resolution.Resolved resolved)
                || !resolved.text().equals(text.text());
    }

    private Optional<Object> scalar(Setting.Value setting, Given given) {
        return switch (given) {
            case Given.Nothing nothing -> absent(setting, nothing);
            case Given.Text text ->
                    resolve(setting.key().path(), text)
                            .flatMap(resolved -> parse(setting, text, resolved))
                            .or(setting::fallback);
            case Given.Section section -> {
                expected(setting, section.origin(), setting.type().expected() + ", not a section");
                yield setting.fallback();
            }
            case Given.Sequence sequence -> {
                expected(setting, sequence.origin(), setting.type().expected() + ", not a list");
                yield setting.fallback();
            }
        };
    }

    private Optional<Object> parse(Setting.Value setting, Given.Text text, String resolved) {
        try {
            return Optional.of(setting.absence().wrap(setting.type().parse().apply(resolved)));
        } catch (RuntimeException _) {
            String path = setting.key().path();
            String message =
                    text.origin().naming(path)
                            + " is \""
                            + text.text()
                            + "\"; it must be "
                            + setting.type().expected();
            String hint =
                    Lookalike.of(text.text(), setting.type().words())
                            .map(it -> "Did you mean " + it + "?")
                            .orElse("");
            problems.add(Problem.at(text.origin(), path, message, hint));
            return Optional.empty();
        }
    }

    private Optional<Object> listing(Setting.Listing setting, Given given) {
        return switch (given) {
            case Given.Nothing nothing -> absent(setting, nothing);
            case Given.Text text ->
                    resolve(setting.key().path(), text)
                            .map(resolved ->
                                    setting.absence().wrap(Setting.Listing.split(resolved)))
                            .or(setting::fallback);
            case Given.Sequence sequence ->
                    Optional.of(setting.absence().wrap(items(setting, sequence)));
            case Given.Section section -> {
                expected(setting, section.origin(), "a list, not a section");
                yield setting.fallback();
            }
        };
    }

    private List<String> items(Setting.Listing setting, Given.Sequence sequence) {
        List<String> items = new ArrayList<>();
        for (Given item : sequence.items()) {
            if (item instanceof Given.Text text) {
                resolve(setting.key().path(), text).ifPresent(items::add);
            } else {
                expected(setting, item.origin(), "a list of texts");
            }
        }
        return List.copyOf(items);
    }

    private Optional<Object> properties(Setting.Properties setting, Given given) {
        Given.Section entries =
                switch (given) {
                    case Given.Section section ->
                            PropertyTree.flatten(setting.key(), section, problems);
                    case Given.Nothing _ -> Given.Section.EMPTY;
                    case Given.Text text ->
                            expected(setting, text.origin(), "a section of properties");
                    case Given.Sequence sequence ->
                            expected(setting, sequence.origin(), "a section of properties");
                };
        Map<String, String> properties = new LinkedHashMap<>();
        entries.entries()
                .forEach((name, value) ->
                        resolve(setting.key().at(name), (Given.Text) value)
                                .ifPresent(text -> properties.put(name, text)));
        return Optional.of(Collections.unmodifiableMap(properties));
    }

    private Optional<String> resolve(String path, Given.Text text) {
        return switch (references.resolve(text.text())) {
            case References.Resolution.Resolved resolved -> Optional.of(resolved.text());
            case References.Resolution.Unresolved unresolved -> {
                for (String reason : unresolved.reasons()) {
                    String message = text.origin().naming(path) + " " + reason;
                    problems.add(Problem.at(text.origin(), path, message, ""));
                }
                yield Optional.empty();
            }
        };
    }

    private Optional<Object> absent(Setting setting, Given.Nothing nothing) {
        Optional<Object> fallback = setting.fallback();
        if (fallback.isEmpty()) {
            Setting.Key key = setting.key();
            String hint = key.sentence() + " Set it in the file or as " + key.environmentVariable();
            problems.add(
                    Problem.at(nothing.origin(), key.path(), key.path() + " is missing", hint));
        }
        return fallback;
    }

    private Given.Section expected(Setting setting, Origin origin, String what) {
        String path = setting.key().path();
        problems.add(Problem.at(origin, path, origin.naming(path) + " expects " + what, ""));
        return Given.Section.EMPTY;
    }

    private void refuseUnknown(Setting.Section section, String name, Origin origin) {
        List<String> known = section.settings().stream().map(it -> it.key().name()).toList();
        if (known.contains(name)) {
            return;
        }
        String path = section.key().at(name);
        String hint =
                Lookalike.of(name, known)
                        .or(() -> elsewhere(name))
                        .map(it -> "Did you mean " + it + "?")
                        .orElse("Known here: " + String.join(", ", known));
        problems.add(Problem.at(origin, path, path + " is not a setting", hint));
    }

    /// The key stands in the wrong section, or is written as a path.
    private Optional<String> elsewhere(String name) {
        return Settings.all(root)
                .map(Setting::key)
                .filter(it -> it.name().equals(name) || it.path().equals(name))
                .map(it -> it.path().equals(name) ? name + ", in nested sections" : it.path())
                .findFirst();
    }
}
