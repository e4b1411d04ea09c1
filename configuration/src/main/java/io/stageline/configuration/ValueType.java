package io.stageline.configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How one Java type is written in the file.
///
/// @param label    what the reference calls it
/// @param expected what a message says was expected
/// @param words    every word that is accepted, where these can be listed
/// @param parse    text to value; any exception means the text is no such value
/// @param print    value to text, in a form that `parse` takes back
record ValueType(
        String label,
        String expected,
        List<String> words,
        Function<String, Object> parse,
        Function<Object, String> print) {

    private static final ValueType TEXT = of("text", "text", text -> text);
    private static final ValueType SECRET = of("secret", "text", Secret::new);
    private static final ValueType PATH = of("path", "a path", Path::of);
    private static final ValueType DURATION =
            new ValueType(
                    "duration",
                    "a duration such as 500ms, 30s, 5m, 2h, 7d or PT30S",
                    List.of(),
                    DurationText::parse,
                    value -> DurationText.print((Duration) value));
    private static final ValueType BOOLEAN =
            new ValueType(
                    "true or false",
                    "true or false",
                    List.of("true", "false"),
                    ValueType::truth,
                    String::valueOf);
    private static final ValueType INT =
            of("whole number", "a whole number", text -> Integer.parseInt(ungrouped(text)));
    private static final ValueType LONG =
            of("whole number", "a whole number", text -> Long.parseLong(ungrouped(text)));
    private static final ValueType DOUBLE =
            of("number", "a number", text -> Double.parseDouble(ungrouped(text)));

    private static ValueType of(String label, String expected, Function<String, Object> parse) {
        return new ValueType(label, expected, List.of(), parse, String::valueOf);
    }

    static Optional<ValueType> of(Class<?> type) {
        if (type.isEnum()) {
            return Optional.of(ofEnum(type.asSubclass(Enum.class).getEnumConstants()));
        }
        return switch (type.getName()) {
            case "java.lang.String" -> Optional.of(TEXT);
            case "io.stageline.configuration.Secret" -> Optional.of(SECRET);
            case "java.nio.file.Path" -> Optional.of(PATH);
            case "java.time.Duration" -> Optional.of(DURATION);
            case "boolean", "java.lang.Boolean" -> Optional.of(BOOLEAN);
            case "int", "java.lang.Integer" -> Optional.of(INT);
            case "long", "java.lang.Long" -> Optional.of(LONG);
            case "double", "java.lang.Double" -> Optional.of(DOUBLE);
            default -> Optional.empty();
        };
    }

    /// Whether values must never be printed.
    boolean secret() {
        return this.equals(SECRET);
    }

    private static ValueType ofEnum(Enum<?>[] constants) {
        List<String> words = Arrays.stream(constants).map(ValueType::word).toList();
        String expected = words.stream().collect(Collectors.joining(", ", "one of ", ""));
        return new ValueType(
                expected,
                expected,
                words,
                text -> constant(constants, text),
                it -> word((Enum<?>) it));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Object constant(Enum<?>[] constants, String text) {
        String wanted = text.toLowerCase(Locale.ROOT).replace('_', '-');
        return Arrays.stream(constants)
                .filter(it -> word(it).equals(wanted))
                .findFirst()
                .orElseThrow();
    }

    private static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("Neither true nor false");
        };
    }

    /// `10_000` is easier to read than `10000`.
    private static String ungrouped(String number) {
        return number.replaceAll("(?<=\\d)_(?=\\d)", "");
    }
}
