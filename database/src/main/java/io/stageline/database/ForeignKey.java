package io.stageline.database;

import io.stageline.changelog.TableId;
import java.util.List;

/// A foreign key of a table.
///
/// @param columns the referencing columns, in the order of `parentColumns`
/// @param byRow MySQL's way: each row is checked at once, even inside a statement, and the log does not tell what the actions did
///     to children. Else a statement is checked at its end, and each child has events of its own
public record ForeignKey(
        String name,
        List<String> columns,
        TableId parent,
        List<String> parentColumns,
        Action onDelete,
        Action onUpdate,
        boolean deferrable,
        boolean byRow) {
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

    /// PostgreSQL's way.
    public ForeignKey(
            String name,
            List<String> columns,
            TableId parent,
            List<String> parentColumns,
            Action onDelete,
            Action onUpdate,
            boolean deferrable) {
        this(name, columns, parent, parentColumns, onDelete, onUpdate, deferrable, false);
    }
}
