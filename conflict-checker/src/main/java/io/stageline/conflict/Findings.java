package io.stageline.conflict;

import io.stageline.changelog.TableId;
import io.stageline.conflict.Conflict.Blocker;
import io.stageline.conflict.Conflict.Difference;
import io.stageline.conflict.ForeignKeyEvidence.Children;
import io.stageline.conflict.Refusal.Cause.Rejected;
import io.stageline.conflict.UniqueHolders.Taken;
import io.stageline.database.ForeignKey;
import io.stageline.database.UniqueKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns evidence into findings: the type, the reason and the cure of each kind of conflict.
final class Findings {
    private static final int CHILDREN_TOLD = 3;

    private Findings() {}

    static Finding tableMissing(Refusal refusal) {
        return schema(
                "production has no table " + refusal.change().table(),
                "create it in production, or leave it out under tables.exclude");
    }

    static Finding columnsMissing(Subject subject) {
        String columns = Wording.names(subject.unknownColumns());
        return schema(
                "production's table lacks " + columns,
                "add it with staging's type (ALTER TABLE … ADD COLUMN)");
    }

    static Finding schemaDiffers(Subject subject, String what) {
        return schema(
                "production's table cannot take it: " + what,
                "make " + subject.table().id() + " the same on both sides");
    }

    static Finding truncateRefused(Subject subject, Set<TableId> referring) {
        Set<TableId> others = new TreeSet<>(referring);
        others.remove(subject.table().id());
        String names = others.stream().map(TableId::toString).collect(Collectors.joining(", "));
        return new Finding(
                ConflictType.CHILD_EXISTS,
                others.stream().map(it -> Blocker.unseen(it, Optional.empty(), Map.of())).toList(),
                List.of(),
                "in production " + (names.isEmpty() ? "another table" : names) + " refers to it",
                "drop that foreign key in production, or empty the table there by hand");
    }

    static Finding missing(ConflictType type, Subject subject) {
        return new Finding(
                type,
                List.of(),
                Differences.withoutProduction(subject, Set.of()),
                "production has no such row",
                type == ConflictType.DELETE_MISSING
                        ? "put a row with this key there for the delete to take"
                        : "insert it there as staging had it before, or as it is now");
    }

    static Finding differs(
            ConflictType type, Subject subject, Map<String, @Nullable String> production) {
        List<Difference> differences = Differences.from(subject, production);
        if (differences.isEmpty()) {
            return new Finding(
                    type,
                    List.of(),
                    List.of(),
                    "production's row was another one at that moment and is now as expected",
                    "nothing needs to be done");
        }
        String columns = columns(differences);
        return new Finding(
                type,
                List.of(blocker(subject, Optional.empty(), production)),
                differences,
                "somebody else changed " + columns + " of that row in production",
                "set " + columns + " there to what staging had before");
    }

    /// As [#differs], where the row cannot be read.
    static Finding differsUnseen(ConflictType type) {
        return new Finding(
                type,
                List.of(),
                List.of(),
                "production's row is not the one staging changed, and could not be read",
                "compare the two and set production's to what staging had before");
    }

    static Finding taken(Subject subject, List<Taken> taken) {
        List<Blocker> blockers = new ArrayList<>();
        for (Taken it : taken) {
            for (Map<String, @Nullable String> row : it.holders()) {
                blockers.add(blocker(subject, name(it), row));
            }
        }
        Set<Map<String, @Nullable String>> holders = new HashSet<>();
        taken.forEach(it -> holders.addAll(it.holders()));
        Map<String, @Nullable String> holder = taken.getFirst().holders().getFirst();
        UniqueKey first = taken.getFirst().key();
        boolean inserts = subject.oldKey().isEmpty();
        if (inserts && isRowKey(subject, first) && holders.size() == 1) {
            List<Difference> differences = Differences.from(subject, holder);
            return new Finding(
                    ConflictType.INSERT_EXISTS,
                    blockers,
                    differences,
                    "production already has that row with another " + columns(differences),
                    "make it the same there, or delete it there");
        }
        ConflictType one = inserts ? ConflictType.UNIQUE_EXISTS : ConflictType.UPDATE_EXISTS;
        Set<String> columns = new HashSet<>();
        taken.forEach(it -> columns.addAll(it.key().columns()));
        List<Difference> differences = Differences.withoutProduction(subject, columns);
        return new Finding(
                taken.size() == 1 ? one : ConflictType.MULTIPLE_UNIQUE_CONFLICTS,
                blockers,
                differences,
                taken.stream()
                        .map(it -> held(subject, it))
                        .collect(Collectors.joining(" and ", "in production ", "")),
                "change or delete what holds it in production");
    }

    static Finding takenByUnknown(Subject subject, Optional<String> constraint) {
        boolean rowKey =
                constraint.isPresent()
                        && subject.table().primaryKey().map(UniqueKey::name).equals(constraint);
        ConflictType insert = rowKey ? ConflictType.INSERT_EXISTS : ConflictType.UNIQUE_EXISTS;
        return new Finding(
                subject.oldKey().isEmpty() ? insert : ConflictType.UPDATE_EXISTS,
                List.of(Blocker.unseen(subject.table().id(), constraint, Map.of())),
                List.of(),
                "production has a row in the way of "
                        + constraint.orElse("a unique key")
                        + " that could not be read",
                "look for it in production and change or delete it");
    }

    static Finding parentMissing(Subject subject, List<Blocker> parents) {
        String needs =
                parents.stream()
                        .map(it ->
                                "%s needs %s %s"
                                        .formatted(
                                                it.constraint().orElse("a foreign key"),
                                                it.table(),
                                                Wording.row(it.key())))
                        .collect(Collectors.joining(" and "));
        Set<String> columns = new HashSet<>();
        for (Blocker parent : parents) {
            subject.table().foreignKeys().stream()
                    .filter(key -> parent.constraint().filter(key.name()::equals).isPresent())
                    .forEach(key -> columns.addAll(key.columns()));
        }
        return new Finding(
                ConflictType.PARENT_MISSING,
                parents,
                Differences.withoutProduction(subject, columns),
                "foreign key " + needs + ", which production does not have",
                "insert the parent in production, or select its table for publishing");
    }

    /// @param deleted whether the row goes, or gets another key
    static Finding childExists(List<Children> children, boolean deleted) {
        String refer =
                children.stream()
                        .map(it ->
                                "%s%d of %s through %s (first %s)%s"
                                        .formatted(
                                                it.more() ? "more than " : "",
                                                it.count(),
                                                it.table(),
                                                it.key().name(),
                                                it.rows().stream()
                                                        .limit(CHILDREN_TOLD)
                                                        .map(row -> Wording.row(row.key()))
                                                        .collect(Collectors.joining(" ")),
                                                deleted ? fate(it.key().onDelete()) : ""))
                        .collect(Collectors.joining(" and "));
        return new Finding(
                ConflictType.CHILD_EXISTS,
                children.stream().flatMap(it -> it.rows().stream()).toList(),
                List.of(),
                children.stream().map(Children::violation).toList(),
                "rows in production still refer to it: " + refer,
                "delete them there or point them elsewhere");
    }

    private static String fate(ForeignKey.Action onDelete) {
        return switch (onDelete) {
            case REFUSE -> "";
            case CASCADE -> ", which would be deleted with it";
            case SET_NULL, SET_DEFAULT -> ", which would lose it";
        };
    }

    /// The rows of this foreign key went or came since the refusal, or it is that of a table further down a cascade.
    static Finding foreignKeyUnknown(Subject subject, Rejected rejected) {
        boolean own =
                subject.after().isPresent()
                        && subject.table().foreignKeys().stream()
                                .anyMatch(key ->
                                        rejected.constraint()
                                                .filter(key.name()::equals)
                                                .isPresent());
        return new Finding(
                own ? ConflictType.PARENT_MISSING : ConflictType.CHILD_EXISTS,
                List.of(Blocker.unseen(subject.table().id(), rejected.constraint(), Map.of())),
                List.of(),
                "foreign key "
                        + rejected.constraint().orElse("")
                        + " refused: "
                        + rejected.message(),
                "give it the row it needs in production, or remove the rows that refer");
    }

    /// Which change is guilty is not known, only what was broken when all were written.
    static Finding rejectedAtEnd(Subject subject, Rejected rejected) {
        ConflictType type =
                switch (rejected.kind()) {
                    case UNIQUE -> ConflictType.UNIQUE_EXISTS;
                    case FOREIGN_KEY, RESTRICT -> ConflictType.PARENT_MISSING;
                    default -> ConflictType.VALUE_REJECTED;
                };
        return new Finding(
                type,
                List.of(Blocker.unseen(subject.table().id(), rejected.constraint(), Map.of())),
                List.of(),
                "%s, checked when all of the source transaction was written (this is its last change), refused it: %s"
                        .formatted(
                                rejected.constraint().orElse("a constraint"), rejected.message()),
                "give production what that constraint needs, or change there what is in its way");
    }

    static Finding valueRejected(
            Subject subject, Rejected rejected, Optional<String> constraint, Set<String> columns) {
        String of = columns.isEmpty() ? "a value" : "the value of " + Wording.names(columns);
        String rule = constraint.map(name -> " by " + name).orElse("");
        return new Finding(
                ConflictType.VALUE_REJECTED,
                constraint.stream()
                        .map(it -> Blocker.unseen(subject.table().id(), Optional.of(it), Map.of()))
                        .toList(),
                columns.isEmpty() ? List.of() : Differences.withoutProduction(subject, columns),
                "production refuses %s%s (%s: %s)"
                        .formatted(of, rule, rejected.code(), rejected.message()),
                "let production's table take what staging's takes");
    }

    private static Finding schema(String reason, String cure) {
        return new Finding(ConflictType.SCHEMA_MISMATCH, List.of(), List.of(), reason, cure);
    }

    private static boolean isRowKey(Subject subject, UniqueKey key) {
        return key.columns().equals(List.copyOf(subject.newKey().keySet()));
    }

    private static String held(Subject subject, Taken taken) {
        String holders =
                taken.holders().stream()
                        .map(row -> Wording.row(ForeignKeyEvidence.rowKey(subject.table(), row)))
                        .collect(Collectors.joining(" "));
        return "%s holds its value of unique key %s (%s)"
                .formatted(holders, taken.key().name(), Wording.names(taken.key().columns()));
    }

    private static Blocker blocker(
            Subject subject, Optional<String> constraint, Map<String, @Nullable String> row) {
        return new Blocker(
                subject.table().id(),
                constraint,
                ForeignKeyEvidence.rowKey(subject.table(), row),
                row);
    }

    private static Optional<String> name(Taken taken) {
        return Optional.of(taken.key().name());
    }

    private static String columns(List<Difference> differences) {
        return Wording.names(differences.stream().map(Difference::column).toList());
    }
}
