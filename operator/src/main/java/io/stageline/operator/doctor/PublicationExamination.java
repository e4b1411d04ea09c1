package io.stageline.operator.doctor;

import io.stageline.capture.SlotNames;
import io.stageline.changelog.TableId;
import io.stageline.database.Names;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Examines the PostgreSQL publication: is it there, or can we make it, and does it carry every selected table whole?
final class PublicationExamination {
    private static final String FIND =
            """
            SELECT pubinsert AND pubupdate AND pubdelete AND pubtruncate, pubviaroot, pg_has_role(pubowner, 'USAGE')
            FROM pg_publication WHERE pubname = ?
            """;

    /// By their roots: a publication of partitions lists these.
    private static final String TABLES =
            """
            SELECT DISTINCT rn.nspname, root.relname
            FROM pg_publication_tables t
            JOIN pg_namespace n ON n.nspname = t.schemaname
            JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.tablename
            JOIN pg_class root ON root.oid = coalesce(pg_partition_root(c.oid)::oid, c.oid)
            JOIN pg_namespace rn ON rn.oid = root.relnamespace
            WHERE t.pubname = ?
            """;

    /// Row filters and column lists came with PostgreSQL 15.
    private static final String NARROWED =
            """
            SELECT n.nspname, c.relname
            FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
            JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE p.pubname = ?
              AND (to_jsonb(r) ->> 'prqual' IS NOT NULL OR to_jsonb(r) ->> 'prattrs' IS NOT NULL)
            """;

    private final Facts facts;
    private final SlotNames names;
    private final String subject;

    private record Publication(boolean allOperations, boolean viaRoot, boolean owned) {}

    PublicationExamination(Facts facts, SlotNames names) {
        this.facts = facts;
        this.names = names;
        this.subject = "publication " + names.publication();
    }

    List<Finding> examine(List<StagingTable> tables) throws SQLException {
        List<StagingTable> captured = tables.stream().filter(StagingTable::captured).toList();
        Optional<Publication> found =
                facts.rows(FIND, PublicationExamination::publication, names.publication()).stream()
                        .findFirst();
        List<Finding> findings =
                found.isPresent()
                        ? present(found.get(), tables, captured)
                        : List.of(absent(captured));
        return findings.isEmpty()
                ? List.of(
                        Finding.ok(
                                facts.id("publication"),
                                subject,
                                "The PostgreSQL publication carries all selected tables."))
                : findings;
    }

    private Finding absent(List<StagingTable> captured) throws SQLException {
        boolean mayCreate =
                facts.one(
                        "SELECT has_database_privilege(current_database(), 'CREATE')",
                        row -> row.getBoolean(1));
        if (mayCreate && captured.stream().allMatch(StagingTable::owned)) {
            return Finding.ok(
                    facts.id("publication"),
                    subject,
                    "The PostgreSQL publication is not there yet; run makes it.");
        }
        return Finding.error(
                        facts.id("publication"),
                        subject,
                        "The PostgreSQL publication is not there, and role %s cannot make it: that takes CREATE on the database"
                                        .formatted(facts.role())
                                + " and ownership of the tables. Let their owner make it.")
                .curedBy(
                        "CREATE PUBLICATION %s FOR TABLE %s WITH (publish_via_partition_root = true)"
                                .formatted(Names.quote(names.publication()), list(captured)));
    }

    private List<Finding> present(
            Publication publication, List<StagingTable> tables, List<StagingTable> captured)
            throws SQLException {
        List<Finding> findings = new ArrayList<>();
        String name = Names.quote(names.publication());
        boolean made = made();
        Set<TableId> carried =
                new HashSet<>(facts.rows(TABLES, PublicationExamination::id, names.publication()));
        List<StagingTable> missing =
                captured.stream().filter(table -> !carried.contains(table.id())).toList();
        boolean addedByRun =
                made && publication.owned && missing.stream().allMatch(StagingTable::owned);
        if (!missing.isEmpty() && !addedByRun) {
            findings.add(missing(missing));
        }
        if (!made) {
            tables.stream()
                    .filter(table -> table.insertsOnly() && !carried.contains(table.id()))
                    .map(this::insertsMissing)
                    .forEach(findings::add);
        }
        if (!publication.viaRoot && captured.stream().anyMatch(StagingTable::partitioned)) {
            findings.add(
                    Finding.error(
                                    facts.id("publication-root"),
                                    subject,
                                    "It names the rows of partitioned tables by their partitions, which production need not"
                                            + " have.")
                            .curedBy(
                                    "ALTER PUBLICATION "
                                            + name
                                            + " SET (publish_via_partition_root = true)"));
        }
        if (!publication.allOperations) {
            findings.add(
                    Finding.error(
                                    facts.id("publication-operations"),
                                    subject,
                                    "It leaves out some of insert, update, delete and truncate: production would drift off.")
                            .curedBy(
                                    "ALTER PUBLICATION "
                                            + name
                                            + " SET (publish = 'insert, update, delete, truncate')"));
        }
        List<TableId> narrowed =
                facts.rows(NARROWED, PublicationExamination::id, names.publication());
        for (TableId table : narrowed) {
            findings.add(
                    Finding.warning(
                            facts.id("publication-filter"),
                            "staging " + table,
                            "The PostgreSQL publication carries only some of its rows or columns: production gets no more."));
        }
        return findings;
    }

    private Finding missing(List<StagingTable> missing) {
        return Finding.error(
                        facts.id("publication-tables"),
                        subject,
                        "The PostgreSQL publication lacks %s: changes there would not be captured. Add what is missing, or leave it out under tables.exclude."
                                .formatted(list(missing)))
                .curedBy(add(missing));
    }

    /// Ours has a sister for such tables; one that was given to us is used as it is.
    private Finding insertsMissing(StagingTable table) {
        return Finding.error(
                        facts.id("publication-inserts"),
                        "staging " + table.id(),
                        "It has no primary key and is not in the PostgreSQL publication: not even its inserts would be captured."
                                + " Log whole rows (else staging refuses updates of a published table) and add it, or leave"
                                + " it out under tables.exclude.")
                .curedBy(
                        table.logging().tables().stream()
                                        .map("ALTER TABLE %s REPLICA IDENTITY FULL;\n"::formatted)
                                        .collect(Collectors.joining())
                                + add(List.of(table)));
    }

    private String add(List<StagingTable> tables) {
        return "ALTER PUBLICATION %s ADD TABLE %s"
                .formatted(Names.quote(names.publication()), list(tables));
    }

    /// Whether capture made it and keeps it up to date; an operator's publication is used as it is.
    private boolean made() throws SQLException {
        return facts.one(
                "SELECT obj_description(oid, 'pg_publication') = 'made by Stageline' FROM pg_publication WHERE pubname = ?",
                row -> row.getBoolean(1),
                names.publication());
    }

    private static String list(List<StagingTable> tables) {
        return tables.stream()
                .map(table -> Names.quote(table.id()))
                .collect(Collectors.joining(", "));
    }

    private static Publication publication(ResultSet row) throws SQLException {
        return new Publication(row.getBoolean(1), row.getBoolean(2), row.getBoolean(3));
    }

    private static TableId id(ResultSet row) throws SQLException {
        return new TableId(row.getString(1), row.getString(2));
    }
}
