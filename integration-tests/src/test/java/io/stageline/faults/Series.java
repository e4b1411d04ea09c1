package io.stageline.faults;

import io.stageline.testing.ServerKind;

/// Many rows from one statement.
final class Series {
    private Series() {}

    /// What a FROM takes for as many rows, counted from 1 in their column `i`.
    static String to(int rows, ServerKind kind) {
        return switch (kind) {
            case POSTGRES -> "generate_series(1, %d) i".formatted(rows);
            case MYSQL ->
                    "JSON_TABLE(concat('[0', repeat(',0', %d), ']'), '$[*]' COLUMNS (i FOR ORDINALITY)) series"
                            .formatted(rows - 1);
        };
    }
}
