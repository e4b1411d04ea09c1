package io.stageline.publisher;

import io.stageline.configuration.Default;
import io.stageline.configuration.Doc;
import io.stageline.configuration.Require;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// How changes are published to production.
public record PublisherConfig(
        @Doc(
                        "What a conflict does where no rule says otherwise. `hold`: its source transaction and everything that"
                                + " depends on it wait for a decision, the rest flows. `halt`: the lane stops there. `apply_remote`:"
                                + " the change from staging wins, if no row but its own must be touched for it; else it is held."
                                + " `keep_local`: the change is left out, the rest of its source transaction is applied.")
                @Default("hold")
                ConflictPolicy onConflict,
        @Doc(
                        "Exceptions from `on-conflict`, each `TYPE TABLES POLICY`: a conflict type or `*`, a pattern of tables and a"
                                + " policy, like `delete_missing public.* keep_local`. The first that fits decides.")
                @Default("")
                List<String> conflictRules,
        @Doc(
                        "Most rows of several source transactions that are committed in production together; as many as wait are"
                                + " taken, a lone one goes at once.")
                @Default("20000")
                int batchRows,
        @Doc(
                        "A source transaction with more rows is streamed in pieces of this many rows, inside one production"
                                + " transaction.")
                @Default("20000")
                int streamRows,
        @Doc(
                        "How long failures of the surroundings (connection, lock, full disk …) are retried before the publisher"
                                + " gives up.")
                @Default("5m")
                Duration retryFor,
        @Doc(
                        "How often a halted lane tries the conflicting source transaction again: production may have been cured.")
                @Default("10s")
                Duration recheckInterval) {
    /// What becomes of a conflict.
    public enum ConflictPolicy {
        /// the lane stops at the source transaction
        HALT,
        /// the source transaction waits for a decision, with everything that depends on it
        HOLD,
        /// the change wins, as long as no row but its own must be touched for that
        APPLY_REMOTE,
        /// the change is left out
        KEEP_LOCAL;

        /// As it is written in rules and in production.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PublisherConfig {
        conflictRules = List.copyOf(conflictRules);
        conflictRules.forEach(rule ->
                Require.matches("conflict-rules", rule, ConflictRules.RULE, ConflictRules.MEANING));
        Require.between("batch-rows", batchRows, 1, 100_000);
        Require.between("stream-rows", streamRows, 100, 1_000_000);
        Require.between("retry-for", retryFor, Duration.ofSeconds(1), Duration.ofDays(7));
        Require.between(
                "recheck-interval", recheckInterval, Duration.ofMillis(100), Duration.ofHours(1));
    }
}
