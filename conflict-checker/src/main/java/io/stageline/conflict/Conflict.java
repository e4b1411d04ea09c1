package io.stageline.conflict;

import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A conflict with its whole story, read in production at the moment of the refusal.
///
/// @param key the row key of the change: column to value
/// @param blockers the production rows in the way, all of them
/// @param differences column by column where staging and production part
/// @param sentence one sentence for people: what happened, where, and why
public record Conflict(
        ConflictType type,
        TransactionHeader transaction,
        long ordinal,
        TableId table,
        Map<String, @Nullable String> key,
        List<Blocker> blockers,
        List<Difference> differences,
        String sentence) {
    /// A production row that stands in the way.
    ///
    /// @param table the table it is in (a parent's or child's for foreign keys)
    /// @param constraint the constraint or unique index it holds, where one is known
    /// @param key its row key
    public record Blocker(
            TableId table, Optional<String> constraint, Map<String, @Nullable String> key) {}

    /// One column in three views; absent where not known or not applicable.
    public record Difference(
            String column,
            Optional<String> stagingBefore,
            Optional<String> stagingAfter,
            Optional<String> production) {}
}
