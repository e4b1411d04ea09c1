package io.stageline.publisher.state;

import io.stageline.changelog.Sequence;
import io.stageline.changelog.TableId;
import java.time.Instant;

/// A source transaction that is held back from production, whole.
///
/// @param committedAt when staging committed it
/// @param heldAt when it was held, by production's clock
/// @param row the row it is about: of the conflicting change, else of the first change
/// @param dependents how many later ones wait for it
/// @param sentence why it is held, for people
public record HeldTransaction(
        Sequence sequence,
        Instant committedAt,
        Instant heldAt,
        Cause cause,
        Row row,
        long changes,
        long dependents,
        String sentence) {
    /// Why it is held.
    public sealed interface Cause {
        /// Production contradicts it.
        ///
        /// @param type the kind of conflict, as `unique_exists`
        record Conflict(String type) implements Cause {}

        /// It needs rows or unique values of an earlier one that is held.
        record Dependency(Sequence on) implements Cause {}
    }

    /// @param key the row key as JSON, `{}` where it is not known
    public record Row(TableId table, String key) {}
}
