package io.stageline.operator.doctor;

import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import io.stageline.database.Table;
import io.stageline.operator.doctor.PostgresExaminer.StagingView;
import io.stageline.operator.doctor.StructureReader.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Compares production's tables with the selected ones of staging: whatever staging commits must fit there.
final class TableComparison {
    private final StagingView staging;
    private final Catalogue mirrored;
    private final Structure structure;
    private final String place;

    /// @param mirrored production's tables of the same names
    /// @param place production's host and database
    TableComparison(StagingView staging, Catalogue mirrored, Structure structure, String place) {
        this.staging = staging;
        this.mirrored = mirrored;
        this.structure = structure;
        this.place = place;
    }

    List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        var columns = new ColumnComparison(staging.structure(), structure);
        var keys = new KeyComparison(staging, structure);
        for (TableId id : new TreeSet<>(staging.selected().tables().keySet())) {
            Table wanted = staging.selected().table(id).orElseThrow();
            Optional<Table> present = mirrored.table(id);
            if (present.isEmpty()) {
                findings.add(missing(id));
            } else {
                findings.addAll(columns.compare(wanted, present.get()));
                findings.addAll(keys.compare(present.get()));
            }
        }
        findings.addAll(new TypeComparison(staging, structure).compare());
        boolean fits = findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
        if (fits && !mirrored.tables().isEmpty()) {
            findings.add(
                    Finding.ok(
                            "production.tables",
                            "production",
                            "Production has all %d tables with their columns."
                                    .formatted(mirrored.tables().size())));
        }
        return findings;
    }

    private Finding missing(TableId id) {
        return Finding.error(
                        "production.table-missing",
                        "production " + id,
                        "Production has no such table (or it is a view, or a foreign table). Create it as staging has it, or"
                                + " leave it out under tables.exclude.")
                .curedBy(
                        "pg_dump --schema-only --table='%s' STAGING | psql '%s'"
                                .formatted(id, "postgresql://" + place));
    }
}
