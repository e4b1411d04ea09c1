package io.stageline.operator;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `500ms`, `30s`, `10m`, `2h` or ISO's `PT30S`.
final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
        try {
            if (value.matches("\\d+ms")) {
                return Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)));
            }
            return Duration.parse(
                    value.matches("(\\d+[hms])+") ? "PT" + value.toUpperCase(Locale.ROOT) : value);
        } catch (DateTimeParseException | NumberFormatException | ArithmeticException e) {
            throw new TypeConversionException(
                    "'" + value + "' is no duration: write 500ms, 30s, 10m or 2h");
        }
    }
}
