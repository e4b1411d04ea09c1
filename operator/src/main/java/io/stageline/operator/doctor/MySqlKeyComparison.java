package io.stageline.operator.doctor;

import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import io.stageline.database.Dialect;
import io.stageline.database.ForeignKey;
import io.stageline.database.Table;
import io.stageline.operator.doctor.MySqlStructure.Definition;
import io.stageline.operator.doctor.MySqlStructure.Kind;
import io.stageline.operator.doctor.MySqlStructure.TableKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compares the keys and constraints of a MySQL table on both sides: what staging allows must be allowed in production, and what foreign
/// keys' actions do in staging production's own must do, for nothing else tells it.
final class MySqlKeyComparison {
    private final Dialect dialect;
    private final String alter;
    private final Catalogue selected;

    /// @param alter the beginning of a statement that alters the table
    MySqlKeyComparison(Dialect dialect, String alter, Catalogue selected) {
        this.dialect = dialect;
        this.alter = alter;
        this.selected = selected;
    }

    List<Finding> compare(Table present, Definition wanted, Definition held) {
        TableId table = present.id();
        List<Finding> findings = new ArrayList<>();
        primary(table, wanted, held).ifPresent(findings::add);
        findings.addAll(actions(table, wanted, held));
        for (TableKey key : without(held, wanted)) {
            findings.add(
                    Finding.warning(
                                    "staging.key-missing",
                                    "production " + table,
                                    "Only production has %s %s: it may refuse what staging accepts. Add it in staging, or drop it in production."
                                            .formatted(key.name(), key.definition()))
                            .curedBy(add(key)));
        }
        for (TableKey key : without(wanted, held)) {
            if (key.kind() != Kind.CHECK) {
                findings.add(
                        Finding.warning(
                                        "production.key-missing",
                                        "production " + table,
                                        "Only staging has %s %s: nothing guards it in production."
                                                .formatted(key.name(), key.definition()))
                                .curedBy(add(key)));
            }
        }
        present.foreignKeys().stream()
                .filter(key -> selected.table(key.parent()).isEmpty())
                .map(key -> parent(table, key))
                .forEach(findings::add);
        return findings;
    }

    private Optional<Finding> primary(TableId table, Definition wanted, Definition held) {
        Optional<TableKey> here = wanted.primary();
        Optional<TableKey> there = held.primary();
        if (here.isEmpty()
                || here.map(TableKey::definition).equals(there.map(TableKey::definition))) {
            return Optional.empty();
        }
        String drop = there.isPresent() ? " DROP PRIMARY KEY," : "";
        return Optional.of(
                Finding.error(
                                "production.primary-key",
                                "production " + table,
                                "Staging's rows are told apart by %s, production's by %s."
                                        .formatted(
                                                here.get().definition(),
                                                there.map(TableKey::definition).orElse("nothing")))
                        .curedBy(alter + drop + " ADD " + here.get().line()));
    }

    /// Foreign keys whose actions only one side has.
    private List<Finding> actions(TableId table, Definition wanted, Definition held) {
        List<Finding> findings = new ArrayList<>();
        List<TableKey> there = held.keys(Kind.FOREIGN);
        for (TableKey key : wanted.keys(Kind.FOREIGN)) {
            Optional<TableKey> like = like(key, there);
            if (like.isEmpty() ? key.acts() : isOther(key, like.get())) {
                findings.add(action(table, key, like));
            }
        }
        for (TableKey key : there) {
            if (key.acts() && like(key, wanted.keys(Kind.FOREIGN)).isEmpty()) {
                findings.add(
                        Finding.error(
                                        "production.foreign-key-action",
                                        "production " + table,
                                        "Only production has %s %s: it would change rows that staging keeps as they are."
                                                .formatted(key.name(), key.definition()))
                                .curedBy(drop(key)));
            }
        }
        return findings;
    }

    private static boolean isOther(TableKey key, TableKey like) {
        return !key.definition().equals(like.definition());
    }

    private Finding action(TableId table, TableKey key, Optional<TableKey> like) {
        String there = like.map(TableKey::definition).orElse("no such foreign key");
        return Finding.error(
                        "production.foreign-key-action",
                        "production " + table,
                        "Staging has %s, production %s: what the actions do in staging is not published, production's own have to do the same."
                                .formatted(key.definition(), there))
                .curedBy(like.map(it -> drop(it) + ";\n").orElse("") + add(key));
    }

    /// The same columns and parent, whatever the actions.
    private static Optional<TableKey> like(TableKey key, List<TableKey> others) {
        return others.stream().filter(it -> it.bare().equals(key.bare())).findFirst();
    }

    /// The keys whose like is not among others, but for what is told otherwise.
    private static List<TableKey> without(Definition keys, Definition others) {
        return keys.keys().stream()
                .filter(key -> key.kind() != Kind.PRIMARY && !key.acts())
                .filter(key -> others.keys().stream().noneMatch(it -> it.bare().equals(key.bare())))
                .toList();
    }

    private String add(TableKey key) {
        return alter + " ADD " + key.line();
    }

    private String drop(TableKey key) {
        return alter + " DROP FOREIGN KEY " + dialect.quote(key.name());
    }

    private static Finding parent(TableId table, ForeignKey key) {
        return Finding.info(
                "production.parent-unpublished",
                "production " + table,
                "Foreign key %s needs rows of %s, which is not published: somebody else must bring them."
                        .formatted(key.name(), key.parent()));
    }
}
