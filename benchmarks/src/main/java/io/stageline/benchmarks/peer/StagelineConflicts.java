package io.stageline.benchmarks.peer;

import java.sql.SQLException;
import java.util.Optional;

/// Whether Stageline's lane has halted.
final class StagelineConflicts {
    private StagelineConflicts() {}

    static Optional<String> first(FinishWatch production) {
        try {
            if (production.value("SELECT to_regclass('stageline.conflict')").isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                            production.value(
                                    "SELECT sentence FROM stageline.conflict ORDER BY id LIMIT 1"))
                    .filter(sentence -> !sentence.isEmpty());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
