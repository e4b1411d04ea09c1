package io.stageline.publisher;

import java.util.random.RandomGenerator;

/// A column of a [RandomTable] with the few values it takes: few, so that rows meet.
///
/// @param sql its definition
/// @param nullable whether NULL is among the values
/// @param written whether statements may name it (not computed, not an identity that is always generated)
record RandomColumn(String name, String sql, Kind kind, boolean nullable, boolean written) {
    enum Kind {
        INT,
        TEXT,
        NUMERIC,
        BOOL,
        RANGE,
        LARGE
    }

    private static final int VALUES = 9;

    /// A literal of one of its values.
    String value(RandomGenerator random) {
        if (nullable && random.nextInt(6) == 0) {
            return "NULL";
        }
        return some(random);
    }

    /// A literal that is not NULL.
    String some(RandomGenerator random) {
        int n = random.nextInt(VALUES);
        return switch (kind) {
            case INT -> Integer.toString(n);
            case TEXT -> "'" + (char) ((random.nextInt(4) == 0 ? 'A' : 'a') + n) + "'";
            // equal numbers, different digits
            case NUMERIC -> n / 2 + (n % 2 == 0 ? ".50" : ".5");
            case BOOL -> Boolean.toString(n % 2 == 0);
            case RANGE -> "int4range(%d, %d)".formatted(n * 3, n * 3 + 1 + random.nextInt(4));
            case LARGE -> "repeat('%c', %d)".formatted('p' + n, n < 4 ? 3000 + n : 3);
        };
    }

    /// An expression that moves every row's value at once.
    String shifted(RandomGenerator random) {
        return switch (kind) {
            case INT, NUMERIC -> name + (random.nextBoolean() ? " + 1" : " - 1");
            case TEXT -> random.nextBoolean() ? "upper(" + name + ")" : name + " || 'x'";
            case BOOL -> "NOT " + name;
            case RANGE, LARGE -> name;
        };
    }

    /// A value no other statement writes: what editors park rows on while they swap.
    String parking() {
        return switch (kind) {
            case INT -> "-1";
            case NUMERIC -> "-1.0";
            case TEXT, LARGE -> "'~'";
            case BOOL -> "NULL";
            case RANGE -> "'empty'";
        };
    }
}
