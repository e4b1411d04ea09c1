package io.stageline.publisher.hold;

import io.stageline.changelog.Sequence;

/// Why a source transaction is held.
public sealed interface Reason {
    /// For people.
    String sentence();

    /// Production contradicts it.
    ///
    /// @param id of the recorded conflict
    record Contradicted(long id, String sentence) implements Reason {}

    /// It meets an earlier one that is held.
    record DependsOn(Sequence earlier) implements Reason {
        @Override
        public String sentence() {
            return "It touches what source transaction " + earlier + " touches, which is held";
        }
    }
}
