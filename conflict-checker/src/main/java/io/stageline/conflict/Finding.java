package io.stageline.conflict;

import io.stageline.conflict.Conflict.Blocker;
import io.stageline.conflict.Conflict.Difference;
import io.stageline.conflict.Conflict.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What an investigation came to.
///
/// @param reason why it could not be done: the part of the sentence after "but"
/// @param cure what a person can do
record Finding(
        ConflictType type,
        List<Blocker> blockers,
        List<Difference> differences,
        List<Violation> violations,
        String reason,
        String cure) {
    /// One that no constraint has to do with, or none that is known.
    Finding(
            ConflictType type,
            List<Blocker> blockers,
            List<Difference> differences,
            String reason,
            String cure) {
        this(type, blockers, differences, List.of(), reason, cure);
    }

    /// The same, with all else that stands in the way.
    Finding with(List<Blocker> others, List<Violation> broken) {
        List<Blocker> all = new ArrayList<>(blockers);
        others.stream().filter(it -> !blockers.contains(it)).forEach(all::add);
        return new Finding(type, all, differences, broken, reason + also(broken), cure);
    }

    /// What else would refuse it, where there is more than the reason tells.
    private String also(List<Violation> broken) {
        String others =
                broken.stream()
                        .filter(it -> type != ConflictType.INSERT_EXISTS || !ofSameRow(it))
                        .map(it -> it.name().orElse("NOT NULL of " + Wording.names(it.columns())))
                        .filter(name -> !reason.contains(name))
                        .collect(Collectors.joining(", "));
        return others.isEmpty() ? "" : ", and " + others + " would refuse it too";
    }

    /// The row that has the row key has most of the other unique values too.
    private static boolean ofSameRow(Violation violation) {
        return violation.kind() == Violation.Kind.UNIQUE
                || violation.kind() == Violation.Kind.EXCLUSION;
    }
}
