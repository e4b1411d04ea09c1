package io.stageline.operator;

import java.time.Duration;

/// How long something lasts, as people say it: `42 s`, `5 m 12 s`, `3 h 5 m`, `2 d 4 h`.
public final class AgeText {
    private AgeText() {}

    public static String of(Duration age) {
        if (age.isNegative() || age.toSeconds() < 1) {
            return "0 s";
        }
        if (age.toMinutes() < 1) {
            return age.toSeconds() + " s";
        }
        if (age.toHours() < 1) {
            return age.toMinutes() + " m " + age.toSecondsPart() + " s";
        }
        return age.toDays() < 1
                ? age.toHours() + " h " + age.toMinutesPart() + " m"
                : age.toDays() + " d " + age.toHoursPart() + " h";
    }
}
