package io.stageline.operator.doctor;

import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import io.stageline.database.Table;
import io.stageline.publisher.target.Target;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Examines whether our role may turn production's own foreign-key checks off, and for which tables it will.
final class ParentChecks {
    private static final String ID = "foreign-key-check";

    /// PostgreSQL grants parameters since this version.
    private static final int GRANTABLE = 15;

    private final Facts facts;

    ParentChecks(Facts facts) {
        this.facts = facts;
    }

    /// @param mirrored the tables that are published
    List<Finding> examine(Catalogue mirrored) throws SQLException {
        if (!Target.maySuspendForeignKeyChecks(facts.connection())) {
            return List.of(refused());
        }
        Set<TableId> covered = Target.checkedByPublisher(facts.connection());
        List<TableId> referring =
                mirrored.tables().values().stream()
                        .filter(table -> !table.foreignKeys().isEmpty())
                        .map(Table::id)
                        .sorted(Comparator.comparing(TableId::toString))
                        .toList();
        List<TableId> left = referring.stream().filter(id -> !covered.contains(id)).toList();
        List<Finding> findings = new ArrayList<>();
        findings.add(
                Finding.ok(
                        facts.id(ID),
                        "production",
                        "The publisher checks the foreign keys of rows inserted into %d of %d tables that have some."
                                .formatted(referring.size() - left.size(), referring.size())));
        if (!left.isEmpty()) {
            findings.add(
                    Finding.info(
                            facts.id("foreign-keys-left"),
                            "production",
                            "Production goes on checking the foreign keys of rows inserted into %s: inserts fire triggers or rules or call volatile functions there, or a foreign key is deferrable, MATCH FULL, between different types, of a partitioned table, or to a table whose rows our role may not lock."
                                    .formatted(Shown.of(left))));
        }
        return findings;
    }

    private Finding refused() throws SQLException {
        Finding finding =
                Finding.error(
                        facts.id(ID),
                        "production",
                        "publisher.foreign-key-check is `publisher`, but role %s may not turn production's own checks off. Before PostgreSQL 15 only a superuser may; else set it to `production`."
                                .formatted(facts.role()));
        return facts.connection().getMetaData().getDatabaseMajorVersion() < GRANTABLE
                ? finding
                : finding.curedBy(
                        "GRANT SET ON PARAMETER session_replication_role TO %s"
                                .formatted(facts.role()));
    }
}
