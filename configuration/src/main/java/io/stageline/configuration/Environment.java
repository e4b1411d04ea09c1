package io.stageline.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Lays the environment over the file: `STAGELINE_CHANGE_LOG_BOOTSTRAP_SERVERS` sets `change-log.bootstrap-servers`.
///
/// @param variables the whole environment
/// @param others    variables with our prefix that are no settings: names, or beginnings of names followed by `*`
record Environment(Map<String, String> variables, Collection<String> others) {
    static final String PREFIX = "STAGELINE_";

    static String variable(String path) {
        return PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    Given.Section over(Given.Section file, Setting.Section root, List<Problem> problems) {
        Given.Section result = file;
        for (Map.Entry<String, String> variable : new TreeMap<>(variables).entrySet()) {
            if (variable.getKey().startsWith(PREFIX)) {
                var text = new Given.Text(variable.getValue(), Origin.variable(variable.getKey()));
                result = lay(result, root, variable.getKey(), text, problems);
            }
        }
        return result;
    }

    private Given.Section lay(
            Given.Section file,
            Setting.Section root,
            String variable,
            Given.Text text,
            List<Problem> problems) {
        Optional<Setting> exact =
                leaves(root)
                        .filter(it -> it.key().environmentVariable().equals(variable))
                        .findFirst();
        if (exact.isPresent()) {
            return put(file, exact.get().key().path(), text);
        }
        Optional<Setting.Properties> owner = owner(root, variable);
        if (owner.isPresent()) {
            return putProperty(file, owner.get().key(), variable, text, problems);
        }
        if (others.stream().noneMatch(other -> allows(other, variable))) {
            problems.add(unknown(root, variable));
        }
        return file;
    }

    private static Stream<Setting> leaves(Setting.Section root) {
        return Settings.all(root)
                .filter(it -> it instanceof Setting.Value || it instanceof Setting.Listing);
    }

    private static Optional<Setting.Properties> owner(Setting.Section root, String variable) {
        return Settings.all(root)
                .filter(Setting.Properties.class::isInstance)
                .map(Setting.Properties.class::cast)
                .filter(it -> rest(it.key(), variable).isPresent())
                .max(Comparator.comparingInt(it -> it.key().path().length()));
    }

    /// What follows the variable of a pass-through key: `SLOT_NAME` of `STAGELINE_CAPTURE_DEBEZIUM_SLOT_NAME`.
    private static Optional<String> rest(Setting.Key key, String variable) {
        String beginning = key.environmentVariable() + "_";
        return variable.length() > beginning.length() && variable.startsWith(beginning)
                ? Optional.of(variable.substring(beginning.length()))
                : Optional.empty();
    }

    private static Given.Section putProperty(
            Given.Section file,
            Setting.Key key,
            String variable,
            Given.Text text,
            List<Problem> problems) {
        if (!(at(file, key.path()) instanceof Given.Section present)) {
            return file; // not a section: told when it is bound
        }
        Given.Section flat = PropertyTree.flatten(key, present, problems);
        String rest = rest(key, variable).orElseThrow();
        String property =
                flat.entries().keySet().stream()
                        .filter(it -> encoded(it).equals(rest))
                        .findFirst()
                        .orElse(decoded(rest));
        return put(file, key.path(), flat.with(property, text));
    }

    private static String encoded(String property) {
        return property.replace("_", "___")
                .replace("-", "__")
                .replace('.', '_')
                .toUpperCase(Locale.ROOT);
    }

    private static String decoded(String rest) {
        return rest.toLowerCase(Locale.ROOT)
                .replace("___", "\0")
                .replace("__", "-")
                .replace('_', '.')
                .replace('\0', '_');
    }

    /// What stands at the path, as far as sections lead there; an absent section is an empty one.
    private static Given at(Given.Section file, String path) {
        Given here = file;
        for (String name : path.split("\\.", -1)) {
            if (!(here instanceof Given.Section section)) {
                return here;
            }
            here =
                    section.entry(name) instanceof Given.Nothing
                            ? Given.Section.EMPTY
                            : section.entry(name);
        }
        return here;
    }

    private static Given.Section put(Given.Section section, String path, Given value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return section.with(path, value);
        }
        String name = path.substring(0, dot);
        return at(section, name) instanceof Given.Section below
                ? section.with(name, put(below, path.substring(dot + 1), value))
                : section; // not a section: told when it is bound
    }

    private static boolean allows(String other, String variable) {
        return other.endsWith("*")
                ? variable.startsWith(other.substring(0, other.length() - 1))
                : variable.equals(other);
    }

    private static Problem unknown(Setting.Section root, String variable) {
        List<String> known = leaves(root).map(it -> it.key().environmentVariable()).toList();
        String hint =
                Lookalike.of(variable, known).map(it -> "Did you mean " + it + "?").orElse("");
        String message = "The environment variable " + variable + " names no setting";
        return Problem.at(Origin.variable(variable), "", message, hint);
    }
}
