package io.stageline.changelog;

import org.jspecify.annotations.Nullable;

/// One committed row change. Its place in the [SourceTransaction] is its place in the source log.
public sealed interface ChangeEvent {
    TableId table();

    /// A new row.
    record Insert(TableId table, RowImage after) implements ChangeEvent {}

    /// A changed row. `before` is absent when staging's log has none (then the row key did not change), holds the old
    /// key columns when only the key is logged and the key changed, or the whole old row (REPLICA IDENTITY FULL).
    record Update(TableId table, @Nullable RowImage before, RowImage after)
            implements ChangeEvent {}

    /// A row that went. `before` holds the key columns, or the whole row (REPLICA IDENTITY FULL).
    record Delete(TableId table, RowImage before) implements ChangeEvent {}

    /// A table emptied by TRUNCATE. Staging truncates the tables of one statement in consecutive events.
    record Truncate(TableId table) implements ChangeEvent {}
}
