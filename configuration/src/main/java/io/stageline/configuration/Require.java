package io.stageline.configuration;

import io.stageline.configuration.InvalidSetting.Complaint;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a configuration record demands of its components, called from the compact constructor. Each demand names the key
/// and throws [InvalidSetting] when it is not met, except inside [ConfigurationFile], which collects all refusals of a record.
public final class Require {
    private static final ScopedValue<List<Complaint>> COLLECTED = ScopedValue.newInstance();

    private Require() {}

    /// Runs a record's constructor so that demands which are not met are collected instead of thrown: the record goes on and
    /// tells all of them. What it makes then is to be thrown away.
    static <T> T collecting(List<Complaint> complaints, Supplier<T> constructor) {
        return ScopedValue.where(COLLECTED, complaints).call(constructor::get);
    }

    private static void refuse(InvalidSetting refused) {
        if (!COLLECTED.isBound()) {
            throw refused;
        }
        COLLECTED.get().addAll(refused.complaints());
    }

    public static void between(String key, long value, long least, long most) {
        if (value < least || value > most) {
            refuse(
                    new InvalidSetting(
                            key,
                            Long.toString(value),
                            "must be between " + least + " and " + most));
        }
    }

    public static void between(String key, double value, double least, double most) {
        if (!(value >= least && value <= most)) { // written so that NaN is refused
            refuse(
                    new InvalidSetting(
                            key,
                            Double.toString(value),
                            "must be between " + least + " and " + most));
        }
    }

    public static void between(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            String bounds = DurationText.print(least) + " and " + DurationText.print(most);
            refuse(new InvalidSetting(key, DurationText.print(value), "must be between " + bounds));
        }
    }

    public static void positive(String key, long value) {
        if (value <= 0) {
            refuse(new InvalidSetting(key, Long.toString(value), "must be greater than zero"));
        }
    }

    public static void positive(String key, Duration value) {
        if (!value.isPositive()) {
            refuse(new InvalidSetting(key, DurationText.print(value), "must be longer than zero"));
        }
    }

    /// @param meaning what a matching value is, in words: `"a name of lower-case letters, digits and dashes"`
    public static void matches(String key, String value, String regex, String meaning) {
        if (!Pattern.matches(regex, value)) {
            refuse(new InvalidSetting(key, value, "must be " + meaning));
        }
    }

    public static void notEmpty(String key, String value) {
        if (value.isBlank()) {
            refuse(new InvalidSetting(key, "must not be empty"));
        }
    }

    public static void notEmpty(String key, Collection<?> values) {
        if (values.isEmpty()) {
            refuse(new InvalidSetting(key, "must not be empty"));
        }
    }

    /// Refuses properties that would break a guarantee or load classes. All refused ones are told at once.
    ///
    /// @param denied key patterns, in which `*` stands for any characters, each with the reason: a sentence
    public static void noDenied(
            String key, Map<String, String> properties, Map<String, String> denied) {
        Map<String, String> inOrder = new TreeMap<>(denied);
        List<Complaint> complaints =
                properties.keySet().stream()
                        .sorted()
                        .flatMap(property -> refusal(key, property, inOrder).stream())
                        .toList();
        if (!complaints.isEmpty()) {
            refuse(new InvalidSetting(complaints));
        }
    }

    private static Optional<Complaint> refusal(
            String key, String property, Map<String, String> denied) {
        return denied.entrySet().stream()
                .filter(entry -> glob(entry.getKey()).matcher(property).matches())
                .findFirst()
                .map(entry -> "must not be set: " + entry.getValue())
                .map(rule -> new Complaint(key + "." + property, Optional.empty(), rule));
    }

    private static Pattern glob(String pattern) {
        return Pattern.compile(
                Stream.of(pattern.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")));
    }
}
