package io.stageline.conflict;

import io.stageline.changelog.TableId;
import io.stageline.changelog.TransactionHeader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A conflict with its whole story, read in production at the moment of the refusal.
///
/// @param key the row key of the change: column to value
/// @param sentence one sentence for people: what happened, where, and why
public record Conflict(
        ConflictType type,
        Place place,
        TableId table,
        Map<String, @Nullable String> key,
        Evidence evidence,
        String sentence) {
    public Conflict {
        key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
    }

    public TransactionHeader transaction() {
        return place.transaction();
    }

    public long ordinal() {
        return place.ordinal();
    }

    public List<Blocker> blockers() {
        return evidence.blockers();
    }

    public List<Difference> differences() {
        return evidence.differences();
    }

    /// Where the change stands in the change log.
    ///
    /// @param ordinal its place in its source transaction, from 1
    /// @param topicOffset its record in the topic, where that is known; a hint, as every topic offset
    public record Place(TransactionHeader transaction, long ordinal, OptionalLong topicOffset) {}

    /// What production showed.
    ///
    /// @param columns the row of the change, every column
    /// @param differences the columns in which staging and production part
    /// @param blockers the production rows in the way, all of them up to a bound, and the parents that are not there
    /// @param violations every constraint of production that the change would break at that moment
    public record Evidence(
            List<Difference> columns,
            List<Difference> differences,
            List<Blocker> blockers,
            List<Violation> violations) {
        public Evidence {
            columns = List.copyOf(columns);
            differences = List.copyOf(differences);
            blockers = List.copyOf(blockers);
            violations = List.copyOf(violations);
        }
    }

    /// A production row that stands in the way.
    ///
    /// @param table the table it is in (a parent's or child's for foreign keys)
    /// @param constraint the constraint or unique index it holds, where one is known
    /// @param key its row key; for a missing parent the key that is needed; empty where only the constraint is known
    /// @param row all of it, as production has it; empty where there is no such row or it could not be read
    public record Blocker(
            TableId table,
            Optional<String> constraint,
            Map<String, @Nullable String> key,
            Map<String, @Nullable String> row) {
        public Blocker {
            key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
            row = Collections.unmodifiableMap(new LinkedHashMap<>(row));
        }

        /// One of which there is no row to be shown.
        static Blocker unseen(
                TableId table, Optional<String> constraint, Map<String, @Nullable String> key) {
            return new Blocker(table, constraint, key, Map.of());
        }
    }

    /// A constraint that the change would break.
    ///
    /// @param name empty where the constraint has none (a column that takes no NULL, before PostgreSQL 18)
    /// @param table the table that has the constraint: a child's for a row that others still refer to
    /// @param columns its columns; for one over expressions the columns these read
    /// @param rows how many production rows are in the way because of it, counted up to a bound
    public record Violation(
            Kind kind, Optional<String> name, TableId table, List<String> columns, long rows) {
        /// What sort of constraint it is.
        public enum Kind {
            UNIQUE,
            EXCLUSION,
            FOREIGN_KEY,
            CHECK,
            NOT_NULL
        }

        public Violation {
            columns = List.copyOf(columns);
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
