package io.stageline.configuration;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as operators write them: `500ms`, `30s`, `5m`, `2h`, `7d`, or in ISO form `PT30S`.
final class DurationText {
    private static final Pattern SHORT_FORM = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");
    private static final Map<String, ChronoUnit> LARGEST_FIRST = new LinkedHashMap<>();

    static {
        LARGEST_FIRST.put("d", ChronoUnit.DAYS);
        LARGEST_FIRST.put("h", ChronoUnit.HOURS);
        LARGEST_FIRST.put("m", ChronoUnit.MINUTES);
        LARGEST_FIRST.put("s", ChronoUnit.SECONDS);
        LARGEST_FIRST.put("ms", ChronoUnit.MILLIS);
    }

    private DurationText() {}

    /// @throws RuntimeException when the text is no duration, or one too long to hold
    static Duration parse(String text) {
        Matcher matcher = SHORT_FORM.matcher(text);
        if (!matcher.matches()) {
            return Duration.parse(text);
        }
        for (Map.Entry<String, ChronoUnit> unit : LARGEST_FIRST.entrySet()) {
            if (unit.getKey().equals(matcher.group(2))) {
                return Duration.of(Long.parseLong(matcher.group(1)), unit.getValue());
            }
        }
        throw new IllegalArgumentException("No such unit");
    }

    /// The shortest form that says the same: `90s`, not `PT1M30S`.
    static String print(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        for (Map.Entry<String, ChronoUnit> unit : LARGEST_FIRST.entrySet()) {
            long count = duration.dividedBy(unit.getValue().getDuration());
            if (count > 0 && duration.equals(Duration.of(count, unit.getValue()))) {
                return count + unit.getKey();
            }
        }
        return duration.toString();
    }
}
