package io.stageline.conflict;

import io.stageline.changelog.ChangeEvent;
import io.stageline.conflict.Conflict.Blocker;
import io.stageline.conflict.Refusal.Cause;
import io.stageline.conflict.Refusal.Cause.Rejected;
import io.stageline.conflict.UniqueHolders.Taken;
import io.stageline.database.FailureKind;
import io.stageline.database.ForeignKey;
import io.stageline.database.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One refusal, looked into with the evidence production shows.
final class Investigation {
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
            return Wording.conflicting(refusal, Map.of(), Findings.tableMissing(refusal));
        }
        Subject subject = Subject.of(known.get(), refusal.change());
        if (!subject.unknownColumns().isEmpty()) {
            return conflicting(subject, Findings.columnsMissing(subject));
        }
        return switch (refusal.cause()) {
            case Cause.SchemaDiffers differs ->
                    conflicting(subject, Findings.schemaDiffers(subject, differs.what()));
            case Cause.Rejected rejected when schema(rejected) ->
                    conflicting(subject, schemaRejected(subject, rejected));
            case Cause.RowMissing _, Cause.RowDiffers _, Cause.Rejected _ -> compared(subject);
        };
    }

    private Verdict compared(Subject subject) throws SQLException {
        Optional<Map<String, @Nullable String>> old = row(subject, subject.oldKey());
        Optional<Map<String, @Nullable String>> young =
                subject.newKey().equals(subject.oldKey()) ? old : row(subject, subject.newKey());
        boolean applied =
                young.filter(row -> Differences.isAfter(subject, row)).isPresent()
                        && !(subject.rekeys() && old.isPresent());
        if (applied) {
            return new Verdict.AlreadyApplied();
        }
        return conflicting(
                subject,
                switch (refusal.cause()) {
                    case Cause.Rejected rejected -> rejected(subject, old, rejected);
                    case Cause.RowMissing _, Cause.RowDiffers _, Cause.SchemaDiffers _ ->
                            moved(subject, old);
                });
    }

    /// The row is not there, or is another one than staging changed.
    private Finding moved(Subject subject, Optional<Map<String, @Nullable String>> old)
            throws SQLException {
        return switch (refusal.change()) {
            case ChangeEvent.Insert _, ChangeEvent.Truncate _ ->
                    taken(subject, Map.of(), Optional.empty());
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
            Subject subject, Optional<Map<String, @Nullable String>> old, Rejected rejected)
            throws SQLException {
        Map<String, @Nullable String> candidate = new LinkedHashMap<>(old.orElse(Map.of()));
        candidate.putAll(subject.afterValues());
        return switch (rejected.sqlState()) {
            case "23505", "23P01" -> taken(subject, candidate, rejected.constraint());
            case "23503", "23001" -> foreignKey(subject, candidate, old, rejected);
            default -> {
                Set<String> columns =
                        new RejectedValues(connection, subject.table())
                                .columns(rejected, subject.afterValues());
                yield Findings.valueRejected(subject, rejected, columns);
            }
        };
    }

    private Finding taken(
            Subject subject, Map<String, @Nullable String> candidate, Optional<String> constraint)
            throws SQLException {
        List<Taken> taken =
                new UniqueHolders(connection, subject.table())
                        .of(
                                candidate.isEmpty() ? subject.afterValues() : candidate,
                                subject.oldKey());
        return taken.isEmpty()
                ? Findings.takenByUnknown(subject, constraint)
                : Findings.taken(subject, taken);
    }

    private Finding foreignKey(
            Subject subject,
            Map<String, @Nullable String> candidate,
            Optional<Map<String, @Nullable String>> old,
            Rejected rejected)
            throws SQLException {
        var evidence = new ForeignKeyEvidence(connection, subject.table());
        if (subject.after().isPresent()) {
            List<Blocker> parents = evidence.missingParents(candidate);
            if (!parents.isEmpty()) {
                return Findings.parentMissing(subject, parents);
            }
        }
        if (old.isPresent()) {
            List<ForeignKeyEvidence.Children> children =
                    evidence.children(
                            old.get(),
                            subject.after().isPresent()
                                    ? ForeignKey::onUpdate
                                    : ForeignKey::onDelete);
            if (!children.isEmpty()) {
                return Findings.childExists(children);
            }
        }
        return Findings.foreignKeyUnknown(subject, rejected);
    }

    private boolean schema(Rejected rejected) {
        return FailureKind.kindOf(rejected.sqlState()) == FailureKind.SCHEMA;
    }

    private Finding schemaRejected(Subject subject, Rejected rejected) throws SQLException {
        boolean referred =
                refusal.change() instanceof ChangeEvent.Truncate
                        && rejected.sqlState().equals("0A000");
        return referred
                ? Findings.truncateRefused(
                        subject, new ForeignKeyEvidence(connection, subject.table()).referring())
                : Findings.schemaDiffers(subject, rejected.message());
    }

    private Optional<Map<String, @Nullable String>> row(
            Subject subject, Map<String, @Nullable String> key) throws SQLException {
        return key.isEmpty()
                ? Optional.empty()
                : new ProductionRows(connection).find(subject.table(), key, 1).stream().findFirst();
    }

    private Verdict conflicting(Subject subject, Finding finding) {
        return Wording.conflicting(refusal, subject.shownKey(), finding);
    }
}
