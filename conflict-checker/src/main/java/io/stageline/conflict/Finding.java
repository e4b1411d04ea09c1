package io.stageline.conflict;

import io.stageline.conflict.Conflict.Blocker;
import io.stageline.conflict.Conflict.Difference;
import java.util.List;

/// What an investigation came to.
///
/// @param reason why it could not be done: the part of the sentence after "but"
/// @param cure what a person can do
record Finding(
        ConflictType type,
        List<Blocker> blockers,
        List<Difference> differences,
        String reason,
        String cure) {}
