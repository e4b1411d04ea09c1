package io.stageline.database;

import java.util.List;

/// A primary key, unique constraint, unique index or exclusion constraint.
///
/// @param name of the constraint, or of the index where there is no constraint
/// @param columns its columns in order; for an index over expressions the columns these read
/// @param plain whether two rows collide exactly when all `columns` are equal (no expression, no WHERE, no exclusion)
/// @param deferrable whether its check can wait until the end of the transaction
/// @param nullsNotDistinct whether NULLs collide
/// @param comparedColumns columns that must be equal, to the letter or by their type, in two rows that collide; empty where
///     columns alone do not tell that (an expression, an exclusion, a collation that takes different texts for equal)
public record UniqueKey(
        String name,
        boolean primary,
        List<String> columns,
        boolean plain,
        boolean deferrable,
        boolean nullsNotDistinct,
        List<String> comparedColumns) {
    public UniqueKey {
        columns = List.copyOf(columns);
        comparedColumns = List.copyOf(comparedColumns);
    }

    /// A key that compares all its columns if it is plain, and none that is known otherwise.
    public UniqueKey(
            String name,
            boolean primary,
            List<String> columns,
            boolean plain,
            boolean deferrable,
            boolean nullsNotDistinct) {
        this(
                name,
                primary,
                columns,
                plain,
                deferrable,
                nullsNotDistinct,
                plain ? columns : List.of());
    }
}
