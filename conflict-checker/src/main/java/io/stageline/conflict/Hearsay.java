package io.stageline.conflict;

import io.stageline.changelog.ChangeEvent;
import io.stageline.conflict.Refusal.Cause;
import io.stageline.conflict.Refusal.Cause.Rejected;
import io.stageline.database.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The verdict by the cause alone, for when production does not show its rows.
final class Hearsay {
    private Hearsay() {}

    static Verdict verdict(Optional<Table> table, Refusal refusal) {
        if (table.isEmpty()) {
            return Wording.conflicting(
                    refusal, Map.of(), List.of(), Findings.tableMissing(refusal));
        }
        Subject subject = Subject.of(table.get(), refusal.change());
        Finding finding =
                switch (refusal.cause()) {
                    case Cause.RowMissing _, Cause.RowDiffers _ -> moved(subject, refusal);
                    case Cause.Rejected rejected -> rejected(subject, rejected);
                    case Cause.RejectedAtEnd atEnd ->
                            Findings.rejectedAtEnd(subject, atEnd.rejected());
                    case Cause.SchemaDiffers differs ->
                            Findings.schemaDiffers(subject, differs.what());
                };
        return Wording.conflicting(
                refusal,
                subject.shownKey(),
                Differences.columns(subject, Optional.empty()),
                finding);
    }

    private static Finding moved(Subject subject, Refusal refusal) {
        boolean missing = refusal.cause() instanceof Cause.RowMissing;
        return switch (refusal.change()) {
            case ChangeEvent.Insert _, ChangeEvent.Truncate _ ->
                    Findings.takenByUnknown(subject, Optional.empty());
            case ChangeEvent.Update _ ->
                    missing
                            ? Findings.missing(ConflictType.UPDATE_MISSING, subject)
                            : Findings.differsUnseen(ConflictType.UPDATE_ORIGIN_DIFFERS);
            case ChangeEvent.Delete _ ->
                    missing
                            ? Findings.missing(ConflictType.DELETE_MISSING, subject)
                            : Findings.differsUnseen(ConflictType.DELETE_ORIGIN_DIFFERS);
        };
    }

    private static Finding rejected(Subject subject, Rejected rejected) {
        return switch (rejected.kind()) {
            case UNIQUE -> Findings.takenByUnknown(subject, rejected.constraint());
            case FOREIGN_KEY, RESTRICT -> Findings.foreignKeyUnknown(subject, rejected);
            case SCHEMA -> Findings.schemaDiffers(subject, rejected.message());
            case CONNECTION,
                    DEADLOCK,
                    SERIALIZATION,
                    LOCK_TIMEOUT,
                    SHUTDOWN,
                    DISK_FULL,
                    READ_ONLY,
                    STATEMENT_TIMEOUT,
                    INTEGRITY,
                    VALUE,
                    PRIVILEGE,
                    OTHER ->
                    Findings.valueRejected(subject, rejected, rejected.constraint(), Set.of());
        };
    }
}
