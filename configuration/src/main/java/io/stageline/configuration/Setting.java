package io.stageline.configuration;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What may stand in the file: one setting for each record component, a tree that follows the records.
sealed interface Setting {
    Key key();

    /// The value of the component when the operator gives none; empty when one has to be given.
    Optional<Object> fallback();

    /// One value, as text.
    record Value(Key key, ValueType type, Absence absence) implements Setting {
        @Override
        public Optional<Object> fallback() {
            return absence.value(type.parse());
        }
    }

    /// A list of texts.
    record Listing(Key key, Absence absence) implements Setting {
        @Override
        public Optional<Object> fallback() {
            return absence.value(Listing::split);
        }

        /// The short form of a list, in defaults and environment variables: parts between commas.
        static List<String> split(String text) {
            return Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .toList();
        }
    }

    /// Keys of somebody else, passed through.
    record Properties(Key key) implements Setting {
        @Override
        public Optional<Object> fallback() {
            return Optional.of(Map.of());
        }
    }

    /// A nested record.
    record Section(Key key, Class<?> type, List<Setting> settings, boolean optional)
            implements Setting {
        public Section {
            settings = List.copyOf(settings);
        }

        @Override
        public Optional<Object> fallback() {
            return optional ? Optional.of(Optional.empty()) : ofDefaults();
        }

        /// The record with every default in place; empty when something has to be given.
        Optional<Object> ofDefaults() {
            List<Object> values = new ArrayList<>();
            for (Setting setting : settings) {
                setting.fallback().ifPresent(values::add);
            }
            try {
                return values.size() == settings.size()
                        ? Optional.of(create(values))
                        : Optional.empty();
            } catch (InvalidSetting e) {
                return Optional
                        .empty(); // the defaults contradict each other, so something has to be
                // given
            }
        }

        /// Calls the canonical constructor.
        ///
        /// @throws InvalidSetting when the record refuses the values
        Object create(List<Object> values) {
            Class<?>[] types =
                    Arrays.stream(type.getRecordComponents())
                            .map(it -> it.getType())
                            .toArray(Class<?>[]::new);
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(types);
                constructor.setAccessible(true);
                return constructor.newInstance(values.toArray());
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof InvalidSetting invalid) {
                    throw invalid;
                }
                throw new IllegalStateException(
                        "Configuration record failed: " + type.getName(), e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(
                        "Configuration record cannot be created: " + type.getName(), e);
            }
        }
    }

    /// Where a setting stands and what it is for.
    ///
    /// @param path     full path of the key; empty for the root
    /// @param name     the last part of the path
    /// @param sentence the operator's sentence of [Doc]
    record Key(String path, String name, String sentence) {
        static final Key ROOT = new Key("", "", "");

        Key below(String child, String text) {
            return new Key(at(child), child, text);
        }

        /// The path of a key below this one.
        String at(String child) {
            return path.isEmpty() ? child : path + "." + child;
        }

        String environmentVariable() {
            return Environment.variable(path);
        }
    }
}
