package io.stageline.conflict;

import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import java.util.Collections;
import java.util.LinkedHashMap;
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
    public Conflict {
        key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
        blockers = List.copyOf(blockers);
        differences = List.copyOf(differences);
    }

    /// A production row that stands in the way.
    ///
    /// @param table the table it is in (a parent's or child's for foreign keys)
    /// @param constraint the constraint or unique index it holds, where one is known
    /// @param key its row key; for a missing parent the key that is needed; empty where only the constraint is known
    public record Blocker(
            TableId table, Optional<String> constraint, Map<String, @Nullable String> key) {
        public Blocker {
            key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
        }
    }

    /// One column in three views.
    public record Difference(
            String column, Seen stagingBefore, Seen stagingAfter, Seen production) {}

    /// A value in one view of a row.
    public sealed interface Seen {
        /// The value; null is SQL's NULL.
        record Value(@Nullable String text) implements Seen {}

        /// Not known in this view, or there is no such row.
        record Nothing() implements Seen {}
    }
}
