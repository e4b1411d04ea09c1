package io.stageline.operator.status;

import io.stageline.changelog.Sequence;
import io.stageline.changelog.SourcePosition;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// One half of the pipeline. What cannot be known at the moment is empty, never guessed.
///
/// @param reason one sentence: why it is in this state
/// @param healthy whether nobody has to act
/// @param lagTransactions source transactions that wait for this half
/// @param lagBytes how much of staging's log waits for this half
public record Stage(
        State state,
        String reason,
        boolean healthy,
        Optional<Sequence> sequence,
        Optional<SourcePosition> position,
        Optional<Duration> lag,
        OptionalLong lagTransactions,
        OptionalLong lagBytes) {}
