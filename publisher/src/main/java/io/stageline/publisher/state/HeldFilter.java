package io.stageline.publisher.state;

import io.stageline.changelog.Sequence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Which held source transactions are meant.
///
/// @param sequences only these; all where there is none
/// @param type only those in conflict of this type
/// @param table only those whose row is in a table that this pattern names: `schema.table`, `*` for any run of characters
/// @param olderThan only those that have been held for at least so long
/// @param conflictsOnly without those that only wait for an earlier one
/// @param most how many at most, the earliest first
public record HeldFilter(
        List<Sequence> sequences,
        Optional<String> type,
        Optional<String> table,
        Optional<Duration> olderThan,
        boolean conflictsOnly,
        int most) {
    /// Everything that is held.
    public static final HeldFilter ALL =
            new HeldFilter(
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Integer.MAX_VALUE);

    public HeldFilter {
        sequences = List.copyOf(sequences);
    }

    public HeldFilter only(List<Sequence> wanted) {
        return new HeldFilter(wanted, type, table, olderThan, conflictsOnly, most);
    }

    public HeldFilter atMost(int rows) {
        return new HeldFilter(sequences, type, table, olderThan, conflictsOnly, rows);
    }

    public HeldFilter withConflictsOnly() {
        return new HeldFilter(sequences, type, table, olderThan, true, most);
    }
}
