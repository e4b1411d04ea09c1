package io.stageline.conflict;

import io.stageline.conflict.BrokenConstraints.Broken;
import io.stageline.conflict.Conflict.Violation;
import io.stageline.conflict.Refusal.Cause.Rejected;
import io.stageline.database.FailureKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Tells which values production refuses, and by which rule. PostgreSQL names a constraint, and the column for a missing value only; MySQL names
/// neither but in its message.
final class RejectedValues {
    private RejectedValues() {}

    /// @param unreadable the columns whose values production cannot read
    static Finding finding(
            Connection connection,
            Subject subject,
            Rejected rejected,
            Broken broken,
            Set<String> unreadable)
            throws SQLException {
        Optional<Violation> rule = rule(rejected, broken);
        Optional<String> constraint = rejected.constraint().or(() -> rule.flatMap(Violation::name));
        Optional<String> column =
                rejected.column().filter(it -> subject.table().column(it).isPresent());
        if (column.isPresent()) {
            return Findings.valueRejected(subject, rejected, constraint, Set.of(column.get()));
        }
        Set<String> checked =
                rejected.constraint().isPresent()
                        ? Rules.of(connection)
                                .checkedBy(subject.table(), rejected.constraint().get())
                        : rule.<Set<String>>map(it -> new LinkedHashSet<>(it.columns()))
                                .orElse(Set.of());
        return Findings.valueRejected(
                subject, rejected, constraint, checked.isEmpty() ? unreadable : checked);
    }

    /// The first rule that the row breaks, where production did not say which one it met.
    private static Optional<Violation> rule(Rejected rejected, Broken broken) {
        return rejected.kind() == FailureKind.INTEGRITY && rejected.constraint().isEmpty()
                ? broken.rules().stream().findFirst()
                : Optional.empty();
    }
}
