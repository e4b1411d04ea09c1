package io.stageline.operator;

import io.stageline.conflict.ConflictType;
import io.stageline.publisher.state.HeldFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which held source transactions are meant.
final class HoldsFilterOptions {
    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Only conflicts of this type, as unique_exists.")
    private @Nullable ConflictType type;

    @Option(
            names = "--table",
            paramLabel = "PATTERN",
            description = "Only those about this table: schema.table, * for any run of characters.")
    private @Nullable String table;

    @Option(
            names = "--older-than",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Only those held for at least so long (30s, 10m, 2h).")
    private @Nullable Duration olderThan;

    @Option(
            names = "--conflicts-only",
            description = "Without those that only wait for an earlier one.")
    private boolean conflictsOnly;

    boolean given() {
        return type != null || table != null || olderThan != null || conflictsOnly;
    }

    HeldFilter filter(int most) {
        return new HeldFilter(
                List.of(),
                Optional.ofNullable(type).map(ConflictType::word),
                Optional.ofNullable(table),
                Optional.ofNullable(olderThan),
                conflictsOnly,
                most);
    }
}
