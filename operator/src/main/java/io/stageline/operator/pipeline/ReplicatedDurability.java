package io.stageline.operator.pipeline;

import io.stageline.capture.Durability;
import io.stageline.changelog.Sequence;
import io.stageline.changelog.topic.ResumePoint;
import java.util.Optional;

/// For a change log that survives the loss of a machine: what it has acknowledged, staging may forget.
record ReplicatedDurability() implements Durability {
    @Override
    public ResumePoint floor() {
        return ResumePoint.START;
    }

    @Override
    public Optional<Sequence> durableUpTo() {
        return Optional.empty();
    }
}
