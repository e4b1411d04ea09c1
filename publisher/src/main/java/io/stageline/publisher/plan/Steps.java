package io.stageline.publisher.plan;

import io.stageline.changelog.ChangeEvent;
import java.util.List;

/// Events in their original order, as statements.
public sealed interface Steps {
    record Ordered(List<Step> steps) implements Steps {
        public Ordered {
            steps = List.copyOf(steps);
        }
    }

    /// As [Plan.Mismatch].
    record Mismatch(ChangeEvent change, String what) implements Steps {}
}
