package io.stageline.publisher;

import io.stageline.configuration.Default;
import io.stageline.configuration.Doc;
import io.stageline.configuration.Require;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

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
                        "How long failures of the surroundings (connection, lock, full disk, Kafka …) are retried before the publisher"
                                + " gives up.")
                @Default("5m")
                Duration retryFor,
        @Doc(
                        "How often a halted lane tries the conflicting source transaction again: production may have been cured.")
                @Default("10s")
                Duration recheckInterval,
        @Doc(
                        "Who looks whether the parents of inserted rows are there. `production`: its own triggers, row by row."
                                + " `publisher`: Stageline, one question for each foreign key and statement, parents locked as production"
                                + " locks them; for just these inserts production's checks are off (session_replication_role = replica)."
                                + " Only where an insert fires nothing but such checks; everything else production checks as before."
                                + " PostgreSQL only; the role needs GRANT SET ON PARAMETER session_replication_role.")
                @Default("production")
                ForeignKeyCheck foreignKeyCheck,
        @Doc(
                        "So many rows a statement must insert for `foreign-key-check: publisher`; fewer are cheaper checked by production,"
                                + " which plans its statements anew when its checks go off and on.")
                @Default("500")
                int foreignKeyCheckRows) {
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

    /// Who looks whether the parents of inserted rows are there.
    public enum ForeignKeyCheck {
        /// production's own triggers, row by row
        PRODUCTION,
        /// the publisher, set by set, where an insert fires no other trigger
        PUBLISHER
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
        Require.between("foreign-key-check-rows", foreignKeyCheckRows, 1, 1_000_000);
    }

    /// So many rows a statement must insert that the publisher looks for their parents; empty if production always does.
    OptionalInt parentsFrom() {
        return switch (foreignKeyCheck) {
            case PRODUCTION -> OptionalInt.empty();
            case PUBLISHER -> OptionalInt.of(foreignKeyCheckRows);
        };
    }
}
