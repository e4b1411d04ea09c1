package io.stageline.database;

import java.util.List;

/// A primary key, unique constraint, unique index or exclusion constraint.
///
/// @param name of the constraint, or of the index where there is no constraint
/// @param columns its columns in order; for an index over expressions the columns these read
/// @param plain whether two rows collide exactly when all `columns` are equal (no expression, no WHERE, no exclusion)
/// @param deferrable whether its check can wait until the end of the transaction
/// @param nullsNotDistinct whether NULLs collide
public record UniqueKey(
        String name,
        boolean primary,
        List<String> columns,
        boolean plain,
        boolean deferrable,
        boolean nullsNotDistinct) {
    public UniqueKey {
        columns = List.copyOf(columns);
    }
}
