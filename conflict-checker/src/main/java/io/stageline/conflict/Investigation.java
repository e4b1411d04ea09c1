package io.stageline.conflict;

import io.stageline.changelog.ChangeEvent;
import io.stageline.conflict.BrokenConstraints.Broken;
import io.stageline.conflict.ForeignKeyEvidence.Children;
import io.stageline.conflict.Refusal.Cause;
import io.stageline.conflict.Refusal.Cause.Rejected;
import io.stageline.database.FailureKind;
import io.stageline.database.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One refusal, looked into with the evidence production shows.
final class Investigation {
    private static final Set<FailureKind> FOREIGN_KEY =
            Set.of(FailureKind.FOREIGN_KEY, FailureKind.RESTRICT);

    /// What TRUNCATE is refused with where foreign keys refer to the table.
    private static final Set<String> REFERRED_TO = Set.of("SQLSTATE 0A000", "MySQL error 1701");

    private final Connection connection;
    private final Optional<Table> known;
    private final Refusal refusal;

    Investigation(Connection connection, Optional<Table> known, Refusal refusal) {
        this.connection = connection;
        this.known = known;
        this.refusal = refusal;
    }

    Verdict verdict() throws SQLException {
        if (known.isEmpty()) {
            return Wording.conflicting(
                    refusal, Map.of(), List.of(), Findings.tableMissing(refusal));
        }
        Subject subject = Subject.of(known.get(), refusal.change());
        if (!subject.unknownColumns().isEmpty()) {
            return conflicting(subject, Findings.columnsMissing(subject));
        }
        return switch (refusal.cause()) {
            case Cause.SchemaDiffers differs ->
                    conflicting(subject, Findings.schemaDiffers(subject, differs.what()));
            case Cause.Rejected rejected when refersToEmptied(rejected) ->
                    conflicting(subject, truncateRefused(subject));
            case Cause.Rejected rejected when rejected.kind() == FailureKind.SCHEMA ->
                    conflicting(subject, Findings.schemaDiffers(subject, rejected.message()));
            case Cause.RejectedAtEnd atEnd ->
                    conflicting(subject, Findings.rejectedAtEnd(subject, atEnd.rejected()));
            case Cause.RowMissing _, Cause.RowDiffers _, Cause.Rejected _ -> compared(subject);
        };
    }

    private Verdict compared(Subject subject) throws SQLException {
        Set<String> unreadable = unreadable(subject);
        Optional<Map<String, @Nullable String>> old = row(subject, subject.oldKey(), unreadable);
        Optional<Map<String, @Nullable String>> young =
                subject.newKey().equals(subject.oldKey())
                        ? old
                        : row(subject, subject.newKey(), unreadable);
        boolean applied =
                young.filter(row -> Differences.isAfter(subject, row)).isPresent()
                        && !(subject.rekeys() && old.isPresent());
        if (applied) {
            return new Verdict.AlreadyApplied();
        }
        Broken broken = broken(subject, old, unreadable);
        Finding finding =
                switch (refusal.cause()) {
                    case Cause.Rejected rejected ->
                            rejected(subject, old, rejected, broken, unreadable);
                    case Cause.RowMissing _,
                            Cause.RowDiffers _,
                            Cause.RejectedAtEnd _,
                            Cause.SchemaDiffers _ ->
                            moved(subject, old, broken);
                };
        List<Conflict.Violation> violations =
                finding.violations().isEmpty()
                        ? broken.violations(subject.table())
                        : finding.violations();
        return Wording.conflicting(
                refusal,
                subject.shownKey(),
                Differences.columns(subject, old.isPresent() ? old : young),
                finding.with(broken.parents(), violations));
    }

    /// All that the row as it shall be would break; nothing for one that does not come to be.
    private Broken broken(
            Subject subject, Optional<Map<String, @Nullable String>> old, Set<String> unreadable)
            throws SQLException {
        if (!subject.oldKey().isEmpty() && old.isEmpty()) {
            return Broken.NONE;
        }
        Map<String, @Nullable String> candidate =
                Candidate.of(connection, subject, old, unreadable);
        return candidate.isEmpty()
                ? Broken.NONE
                : new BrokenConstraints(connection, subject.table())
                        .by(candidate, subject.oldKey(), refusing(), atEnd(subject));
    }

    /// A foreign key, and a constraint that may wait, is only told of when the rest of the source transaction is written.
    private boolean atEnd(Subject subject) {
        return refusal.cause() instanceof Rejected rejected
                && (FOREIGN_KEY.contains(rejected.kind())
                        || BrokenConstraints.waits(subject.table(), rejected.constraint()));
    }

    private Optional<String> refusing() {
        return refusal.cause() instanceof Rejected rejected
                ? rejected.constraint()
                : Optional.empty();
    }

    /// The row is not there, or is another one than staging changed.
    private Finding moved(
            Subject subject, Optional<Map<String, @Nullable String>> old, Broken broken) {
        return switch (refusal.change()) {
            case ChangeEvent.Insert _, ChangeEvent.Truncate _ ->
                    taken(subject, broken, Optional.empty());
            case ChangeEvent.Update _ ->
                    old.map(row ->
                                    Findings.differs(
                                            ConflictType.UPDATE_ORIGIN_DIFFERS, subject, row))
                            .orElseGet(
                                    () -> Findings.missing(ConflictType.UPDATE_MISSING, subject));
            case ChangeEvent.Delete _ ->
                    old.map(row ->
                                    Findings.differs(
                                            ConflictType.DELETE_ORIGIN_DIFFERS, subject, row))
                            .orElseGet(
                                    () -> Findings.missing(ConflictType.DELETE_MISSING, subject));
        };
    }

    private Finding rejected(
            Subject subject,
            Optional<Map<String, @Nullable String>> old,
            Rejected rejected,
            Broken broken,
            Set<String> unreadable)
            throws SQLException {
        if (rejected.kind() == FailureKind.UNIQUE) {
            return taken(subject, broken, rejected.constraint());
        }
        if (FOREIGN_KEY.contains(rejected.kind())) {
            return foreignKey(subject, old, rejected, broken);
        }
        return RejectedValues.finding(connection, subject, rejected, broken, unreadable);
    }

    private Finding taken(Subject subject, Broken broken, Optional<String> constraint) {
        return broken.taken().isEmpty()
                ? Findings.takenByUnknown(subject, constraint)
                : Findings.taken(subject, broken.taken());
    }

    private Finding foreignKey(
            Subject subject,
            Optional<Map<String, @Nullable String>> old,
            Rejected rejected,
            Broken broken)
            throws SQLException {
        if (!broken.parents().isEmpty()) {
            return Findings.parentMissing(subject, broken.parents());
        }
        if (old.isPresent()) {
            var evidence = new ForeignKeyEvidence(connection, subject.table());
            List<Children> children =
                    subject.after().isPresent()
                            ? evidence.childrenOfRekeyed(old.get())
                            : evidence.childrenOfDeleted(old.get(), rejected.constraint());
            if (!children.isEmpty()) {
                return Findings.childExists(children, subject.after().isEmpty());
            }
        }
        return Findings.foreignKeyUnknown(subject, rejected);
    }

    /// By TRUNCATE itself, or by a delete of all rows in its place.
    private boolean refersToEmptied(Rejected rejected) {
        return refusal.change() instanceof ChangeEvent.Truncate
                && (REFERRED_TO.contains(rejected.code()) || FOREIGN_KEY.contains(rejected.kind()));
    }

    private Finding truncateRefused(Subject subject) throws SQLException {
        return Findings.truncateRefused(
                subject, new ForeignKeyEvidence(connection, subject.table()).referring());
    }

    /// Whatever else production refuses, it does after it read the values.
    private Set<String> unreadable(Subject subject) throws SQLException {
        boolean read =
                refusal.cause() instanceof Rejected rejected
                        && rejected.kind() != FailureKind.VALUE;
        return read
                ? Set.of()
                : new ProductionRows(connection).unreadable(subject.table(), subject.afterValues());
    }

    private Optional<Map<String, @Nullable String>> row(
            Subject subject, Map<String, @Nullable String> key, Set<String> unreadable)
            throws SQLException {
        return key.isEmpty() || !Collections.disjoint(key.keySet(), unreadable)
                ? Optional.empty()
                : new ProductionRows(connection).find(subject.table(), key, 1).stream().findFirst();
    }

    private Verdict conflicting(Subject subject, Finding finding) throws SQLException {
        Map<String, @Nullable String> key =
                subject.oldKey().isEmpty() ? subject.newKey() : subject.oldKey();
        return Wording.conflicting(
                refusal,
                subject.shownKey(),
                Differences.columns(subject, row(subject, key, Set.of())),
                finding);
    }
}
