package io.stageline.database;

/// How it shows in the texts of two values that their type, or its collation, takes them for equal.
public enum TextEquality {
    /// the texts are the same
    EXACT,
    /// both are the same number: 1, 1.0 and 1e0
    NUMBER,
    /// they are the same but for blanks at the end
    WITHOUT_BLANKS,
    /// not at all: only the server knows
    UNDECIDED
}
