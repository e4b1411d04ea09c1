package io.stageline.operator.doctor;

import io.stageline.database.Catalogue;
import io.stageline.database.Names;
import io.stageline.database.TableSelection;
import io.stageline.operator.doctor.StagingTable.Identity;
import io.stageline.operator.doctor.StagingTable.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Examines the selected tables of staging: does its log tell which row each change means?
final class StagingTables {
    private final Facts facts;
    private final TableSelection selection;

    StagingTables(Facts facts, TableSelection selection) {
        this.facts = facts;
        this.selection = selection;
    }

    List<Finding> examine(Catalogue selected, List<StagingTable> tables) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (StagingTable table : tables) {
            kind(table).ifPresent(findings::add);
            if (table.kind() == Kind.TABLE) {
                identity(table).ifPresent(findings::add);
                alike(table).ifPresent(findings::add);
            }
        }
        unreadable(tables).ifPresent(findings::add);
        keyOnly(tables).ifPresent(findings::add);
        if (selected.tables().isEmpty()) {
            findings.add(
                    Finding.error(
                            facts.id("tables"),
                            "staging",
                            "No table is selected by tables.include %s and tables.exclude %s."
                                    .formatted(selection.include(), selection.exclude())));
        } else {
            long captured = tables.stream().filter(StagingTable::captured).count();
            findings.add(
                    Finding.ok(
                            facts.id("tables"),
                            "staging",
                            "All changes of %d tables can be captured.".formatted(captured)));
        }
        return findings;
    }

    private Optional<Finding> kind(StagingTable table) {
        String subject = "staging " + table.id();
        String id = facts.id("not-capturable");
        return switch (table.kind()) {
            case TABLE -> Optional.empty();
            case UNLOGGED_TABLE ->
                    Optional.of(
                            Finding.warning(
                                            id,
                                            subject,
                                            "The table is unlogged: staging's log has nothing of it, and it is not published.")
                                    .curedBy(
                                            "ALTER TABLE "
                                                    + Names.quote(table.id())
                                                    + " SET LOGGED"));
            case VIEW ->
                    Optional.of(
                            Finding.info(
                                    id,
                                    subject,
                                    "A view has no changes of its own; it is not published."));
            case FOREIGN_TABLE ->
                    Optional.of(
                            Finding.info(
                                    id,
                                    subject,
                                    "A foreign table's rows are another server's; it is not published."));
        };
    }

    private Optional<Finding> identity(StagingTable table) {
        boolean hasKey = table.logging().hasKey();
        String id = facts.id("replica-identity");
        String subject = "staging " + table.id();
        return switch (table.logging().identity()) {
            case KEY, FULL_ROW -> Optional.empty();
            case DEFERRABLE_KEY ->
                    Optional.of(
                            Finding.error(
                                            id,
                                            subject,
                                            "Its primary key is DEFERRABLE, and PostgreSQL does not log old rows by such a key:"
                                                    + " only inserts would be captured.")
                                    .curedBy(identity(table, "FULL")));
            case OTHER_INDEX ->
                    Optional.of(
                            Finding.error(
                                            id,
                                            subject,
                                            "Old rows are logged by another index than the primary key, and production's rows are"
                                                    + " found by the primary key.")
                                    .curedBy(identity(table, hasKey ? "DEFAULT" : "FULL")));
            case FULL_ROW_REFUSED ->
                    Optional.of(
                            hasKey
                                    ? Finding.error(
                                                    id,
                                                    subject,
                                                    "REPLICA IDENTITY FULL on a table with a generated column: PostgreSQL 18 refuses"
                                                            + " updates and deletes of it once it is published, so only inserts"
                                                            + " are captured.")
                                            .curedBy(identity(table, "DEFAULT"))
                                    : Finding.warning(
                                            id,
                                            subject,
                                            "Without a primary key and with a generated column its updates and deletes cannot be"
                                                    + " logged by PostgreSQL 18: only inserts are published. Add a primary key."));
            case NONE ->
                    Optional.of(
                            hasKey
                                    ? Finding.error(
                                                    id,
                                                    subject,
                                                    "REPLICA IDENTITY NOTHING: staging does not log which row an update or delete"
                                                            + " means, so only inserts would be published.")
                                            .curedBy(identity(table, "DEFAULT"))
                                    : Finding.warning(
                                                    id,
                                                    subject,
                                                    "Without a primary key staging does not log which row an update or delete means:"
                                                            + " only inserts are published. Add a primary key, or log whole rows.")
                                            .curedBy(identity(table, "FULL")));
        };
    }

    /// Partitions have an identity each; setting the root's does not reach them.
    private static String identity(StagingTable table, String identity) {
        return table.logging().tables().stream()
                .map(name -> "ALTER TABLE " + name + " REPLICA IDENTITY " + identity)
                .collect(Collectors.joining(";\n"));
    }

    private Optional<Finding> alike(StagingTable table) {
        return table.alikeColumns()
                .map(columns ->
                        Finding.error(
                                facts.id("column-names"),
                                "staging " + table.id(),
                                "Columns %s cannot be captured: names that differ in case only, or begin with a quote, are"
                                                .formatted(columns)
                                        + " taken for one another. Rename them, or list the table under tables.exclude."));
    }

    private Optional<Finding> unreadable(List<StagingTable> tables) throws SQLException {
        List<String> names =
                tables.stream()
                        .filter(table -> table.kind() == Kind.TABLE && !table.readable())
                        .map(table -> Names.quote(table.id()))
                        .toList();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Finding.warning(
                                facts.id("select"),
                                "staging",
                                "Role %s may not read %s: publishing works, comparing and copying would not."
                                        .formatted(facts.role(), Shown.of(names)))
                        .curedBy(
                                "GRANT SELECT ON %s TO %s"
                                        .formatted(String.join(", ", names), facts.role())));
    }

    /// Told once, however many tables there are.
    private Optional<Finding> keyOnly(List<StagingTable> tables) {
        List<StagingTable> keyed =
                tables.stream()
                        .filter(StagingTable::captured)
                        .filter(table -> table.logging().identity() == Identity.KEY)
                        .toList();
        List<String> names =
                keyed.stream().flatMap(table -> table.logging().tables().stream()).toList();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        List<String> curable =
                keyed.stream()
                        .filter(table -> !table.logging().fullRefused())
                        .flatMap(table -> table.logging().tables().stream())
                        .toList();
        Finding finding =
                Finding.info(
                        facts.id("before-images"),
                        "staging",
                        "Of old rows only the key is logged in %s: that somebody else changed such a row in production is not"
                                        .formatted(Shown.of(names))
                                + " seen, an update writes over it and a delete takes it (update_origin_differs and"
                                + " delete_origin_differs are not detected). A row that is missing, taken or refused is seen all"
                                + " the same. Whole old rows cost more log in staging."
                                + refused(names.size() - curable.size()));
        return Optional.of(curable.isEmpty() ? finding : finding.curedBy(wholeRows(curable)));
    }

    private static String refused(int tables) {
        return tables == 0
                ? ""
                : " %d of these cannot: PostgreSQL 18 takes no updates of a table with a generated column then."
                        .formatted(tables);
    }

    /// One statement a table; where there are many, one for all.
    private static String wholeRows(List<String> names) {
        return names.size() <= Shown.NAMES_MAX
                ? names.stream()
                        .map(it -> "ALTER TABLE " + it + " REPLICA IDENTITY FULL")
                        .collect(Collectors.joining(";\n"))
                : """
                DO $$ DECLARE name text; BEGIN
                FOREACH name IN ARRAY ARRAY[%s]
                LOOP EXECUTE 'ALTER TABLE ' || name || ' REPLICA IDENTITY FULL'; END LOOP; END $$\
                """
                        .formatted(
                                names.stream()
                                        .map(it -> "'" + it.replace("'", "''") + "'")
                                        .collect(Collectors.joining(", ")));
    }
}
