package io.stageline.configuration;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads the settings from a configuration record. A record that is declared wrongly is a mistake in the program, not in
/// the file: it throws [IllegalStateException].
final class Settings {
    private Settings() {}

    static Setting.Section of(Class<?> root) {
        Setting.Section section = section(Setting.Key.ROOT, root, false);
        Set<String> variables = new HashSet<>();
        all(section)
                .map(setting -> setting.key())
                .filter(key -> !variables.add(key.environmentVariable()))
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalStateException(
                            "Two keys share a variable: " + key.environmentVariable());
                });
        return section;
    }

    /// Every setting below, sections before what they hold, in the order of the components.
    static Stream<Setting> all(Setting.Section section) {
        return section.settings().stream().flatMap(Settings::withNested);
    }

    private static Stream<Setting> withNested(Setting setting) {
        return switch (setting) {
            case Setting.Section section -> Stream.concat(Stream.of(section), all(section));
            case Setting.Value value -> Stream.of(value);
            case Setting.Listing listing -> Stream.of(listing);
            case Setting.Properties properties -> Stream.of(properties);
        };
    }

    private static Setting.Section section(Setting.Key key, Class<?> type, boolean optional) {
        List<Setting> settings = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            settings.add(setting(key, component));
        }
        return new Setting.Section(key, type, settings, optional);
    }

    private static Setting setting(Setting.Key parent, RecordComponent component) {
        Doc doc = component.getAnnotation(Doc.class);
        if (doc == null) {
            throw wrong(component, "has no @Doc");
        }
        Setting.Key key =
                parent.below(
                        kebabCase(component.getName()),
                        doc.value().strip().replaceAll("\\s+", " "));
        Type type = component.getGenericType();
        Optional<Type> wrapped = argument(type, Optional.class);
        Default given = component.getAnnotation(Default.class);
        if (given != null && wrapped.isPresent()) {
            throw wrong(component, "is Optional and has a @Default");
        }
        Absence absent =
                given == null ? new Absence.Refused() : new Absence.Defaulted(given.value());
        Setting setting =
                typed(
                        key,
                        component,
                        wrapped.orElse(type),
                        wrapped.isPresent() ? new Absence.Empty() : absent);
        checkDefault(component, setting);
        return setting;
    }

    private static Setting typed(
            Setting.Key key, RecordComponent component, Type type, Absence absence) {
        if (argument(type, Map.class).isPresent()) {
            if (!component.isAnnotationPresent(PassThrough.class)
                    || !(absence instanceof Absence.Refused)) {
                throw wrong(
                        component,
                        "is a Map: it needs @PassThrough, and can have no @Default nor be Optional");
            }
            return new Setting.Properties(key);
        }
        if (argument(type, List.class).filter(String.class::equals).isPresent()) {
            return new Setting.Listing(key, absence);
        }
        if (type instanceof Class<?> record && record.isRecord()) {
            return section(key, record, absence instanceof Absence.Empty);
        }
        return Optional.of(type)
                .filter(Class.class::isInstance)
                .flatMap(plain -> ValueType.of((Class<?>) plain))
                .map(valueType -> new Setting.Value(key, valueType, absence))
                .orElseThrow(() -> wrong(component, "has a type that cannot be configured"));
    }

    private static void checkDefault(RecordComponent component, Setting setting) {
        if (setting instanceof Setting.Section && component.isAnnotationPresent(Default.class)) {
            throw wrong(component, "is a section and has a @Default");
        }
        try {
            setting.fallback();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    wrong(component, "has a @Default that is no such value").getMessage(), e);
        }
    }

    /// The first type argument of `type`, when that is the given generic type.
    private static Optional<Type> argument(Type type, Class<?> generic) {
        return type instanceof ParameterizedType parameterized
                        && parameterized.getRawType().equals(generic)
                ? Optional.of(parameterized.getActualTypeArguments()[0])
                : Optional.empty();
    }

    private static String kebabCase(String camelCase) {
        return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static IllegalStateException wrong(RecordComponent component, String what) {
        String owner = component.getDeclaringRecord().getName();
        return new IllegalStateException(
                "Component " + component.getName() + " of " + owner + " " + what);
    }
}
