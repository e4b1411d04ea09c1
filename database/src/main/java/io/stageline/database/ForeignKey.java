package io.stageline.database;

import io.stageline.changelog.TableId;
import java.util.List;

/// A foreign key of a table.
///
/// @param columns the referencing columns, in the order of `parentColumns`
public record ForeignKey(
        String name,
        List<String> columns,
        TableId parent,
        List<String> parentColumns,
        Action onDelete,
        Action onUpdate,
        boolean deferrable) {
    /// What the database does to the child row by itself.
    public enum Action {
        /// refuses (NO ACTION or RESTRICT)
        REFUSE,
        CASCADE,
        SET_NULL,
        SET_DEFAULT
    }

    public ForeignKey {
        columns = List.copyOf(columns);
        parentColumns = List.copyOf(parentColumns);
    }
}
