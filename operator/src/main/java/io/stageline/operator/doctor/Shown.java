package io.stageline.operator.doctor;

import java.util.Collection;
import java.util.stream.Collectors;

/// Names in a sentence: a few of them, and how many more there are.
final class Shown {
    static final int NAMES_MAX = 5;

    private Shown() {}

    static String of(Collection<?> names) {
        String first =
                names.stream()
                        .limit(NAMES_MAX)
                        .map(Object::toString)
                        .collect(Collectors.joining(", "));
        return names.size() <= NAMES_MAX
                ? first
                : first + " and " + (names.size() - NAMES_MAX) + " more";
    }
}
