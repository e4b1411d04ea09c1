package io.stageline.operator.doctor;

import io.stageline.changelog.TableId;
import io.stageline.database.ForeignKey;
import io.stageline.database.Names;
import io.stageline.database.Table;
import io.stageline.operator.doctor.PostgresExaminer.StagingView;
import io.stageline.operator.doctor.StructureReader.Constraint;
import io.stageline.operator.doctor.StructureReader.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compares the keys and constraints of a table on both sides: what staging allows must be allowed in production.
final class KeyComparison {
    private static final String PRIMARY = "p";
    private static final String CHECK = "c";

    private final StagingView staging;
    private final Structure production;

    KeyComparison(StagingView staging, Structure production) {
        this.staging = staging;
        this.production = production;
    }

    List<Finding> compare(Table present) {
        TableId table = present.id();
        List<Constraint> wanted = staging.structure().keys().getOrDefault(table, List.of());
        List<Constraint> held = production.keys().getOrDefault(table, List.of());
        List<Finding> findings = new ArrayList<>();
        primary(table, wanted, held).ifPresent(findings::add);
        for (Constraint key : without(held, wanted)) {
            findings.add(
                    Finding.warning(
                                    "staging.key-missing",
                                    "production " + table,
                                    "Only production has %s %s: it may refuse what staging accepts. Add it in staging, or drop"
                                                    .formatted(key.name(), key.definition())
                                            + " it in production.")
                            .curedBy(key.statement()));
        }
        for (Constraint key : without(wanted, held)) {
            if (!key.kind().equals(CHECK)) {
                findings.add(
                        Finding.warning(
                                        "production.key-missing",
                                        "production " + table,
                                        "Only staging has %s %s: nothing guards it in production."
                                                .formatted(key.name(), key.definition()))
                                .curedBy(key.statement()));
            }
        }
        parents(present).forEach(findings::add);
        return findings;
    }

    private static Optional<Finding> primary(
            TableId table, List<Constraint> wanted, List<Constraint> held) {
        Optional<Constraint> here = primary(wanted);
        Optional<Constraint> there = primary(held);
        boolean same = here.map(Constraint::definition).equals(there.map(Constraint::definition));
        if (same || here.isEmpty()) {
            return Optional.empty();
        }
        String drop =
                there.map(key ->
                                "ALTER TABLE %s DROP CONSTRAINT %s;\n"
                                        .formatted(Names.quote(table), Names.quote(key.name())))
                        .orElse("");
        return Optional.of(
                Finding.error(
                                "production.primary-key",
                                "production " + table,
                                "Staging's rows are told apart by %s, production's by %s."
                                        .formatted(
                                                here.get().definition(),
                                                there.map(Constraint::definition)
                                                        .orElse("nothing")))
                        .curedBy(drop + here.get().statement()));
    }

    private static Optional<Constraint> primary(List<Constraint> keys) {
        return keys.stream().filter(key -> key.kind().equals(PRIMARY)).findFirst();
    }

    /// The keys, but for the primary key, whose like is not among others.
    private static List<Constraint> without(List<Constraint> keys, List<Constraint> others) {
        return keys.stream()
                .filter(key -> !key.kind().equals(PRIMARY))
                .filter(key ->
                        others.stream().noneMatch(it -> it.definition().equals(key.definition())))
                .toList();
    }

    private List<Finding> parents(Table table) {
        return table.foreignKeys().stream()
                .filter(key -> staging.selected().table(key.parent()).isEmpty())
                .map(key -> parent(table.id(), key))
                .toList();
    }

    private static Finding parent(TableId table, ForeignKey key) {
        return Finding.info(
                "production.parent-unpublished",
                "production " + table,
                "Foreign key %s needs rows of %s, which is not published: somebody else must bring them."
                        .formatted(key.name(), key.parent()));
    }
}
