package io.stageline.operator.doctor;

import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import io.stageline.database.Names;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Examines what our role may do with production's tables, and what else happens when it writes them.
final class ProductionTables {
    private static final String READ =
            """
            SELECT n.nspname, c.relname, has_schema_privilege(n.oid, 'USAGE') AS usage,
                   concat_ws(', ',
                       CASE WHEN NOT has_table_privilege(c.oid, 'SELECT') THEN 'SELECT' END,
                       CASE WHEN NOT has_table_privilege(c.oid, 'INSERT') THEN 'INSERT' END,
                       CASE WHEN NOT has_table_privilege(c.oid, 'UPDATE') THEN 'UPDATE' END,
                       CASE WHEN NOT has_table_privilege(c.oid, 'DELETE') THEN 'DELETE' END,
                       CASE WHEN NOT has_table_privilege(c.oid, 'TRUNCATE') THEN 'TRUNCATE' END) AS missing,
                   row_security_active(c.oid) AS secured,
                   (SELECT string_agg(quote_ident(t.tgname), ', ' ORDER BY t.tgname)
                    FROM pg_trigger t
                    WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')) AS triggers
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
            ORDER BY n.nspname, c.relname
            """;

    private final Facts facts;

    private record Access(
            TableId id, boolean usage, String missing, boolean secured, String triggers) {}

    ProductionTables(Facts facts) {
        this.facts = facts;
    }

    List<Finding> examine(Catalogue mirrored) throws SQLException {
        String role = facts.role();
        List<Finding> findings = new ArrayList<>();
        Set<String> schemas = new HashSet<>();
        for (Access table : facts.rows(READ, ProductionTables::access)) {
            if (mirrored.table(table.id).isEmpty()) {
                continue;
            }
            if (!table.usage && schemas.add(table.id.schema())) {
                findings.add(schema(table.id.schema(), role));
            }
            findings.addAll(of(table, role));
        }
        return findings;
    }

    private Finding schema(String schema, String role) {
        return Finding.error(
                        facts.id("grants"),
                        "production schema " + schema,
                        "Role " + role + " may not use the schema.")
                .curedBy("GRANT USAGE ON SCHEMA %s TO %s".formatted(Names.quote(schema), role));
    }

    private List<Finding> of(Access table, String role) {
        String subject = "production " + table.id;
        String name = Names.quote(table.id);
        List<Finding> findings = new ArrayList<>();
        if (!table.missing.isEmpty()) {
            findings.add(
                    Finding.error(
                                    facts.id("grants"),
                                    subject,
                                    "Role %s lacks %s on the table.".formatted(role, table.missing))
                            .curedBy("GRANT %s ON %s TO %s".formatted(table.missing, name, role)));
        }
        if (table.secured) {
            findings.add(
                    Finding.error(
                                    facts.id("row-security"),
                                    subject,
                                    "Row policies hide rows of it from role %s: they would be taken for missing."
                                            .formatted(role))
                            .curedBy("ALTER ROLE " + role + " BYPASSRLS"));
        }
        if (!table.triggers.isEmpty()) {
            findings.add(
                    Finding.info(
                            facts.id("triggers"),
                            subject,
                            "Triggers %s fire for published rows too; what they change differs from staging."
                                    .formatted(table.triggers)));
        }
        return findings;
    }

    private static Access access(ResultSet row) throws SQLException {
        String triggers = row.getString("triggers");
        return new Access(
                new TableId(row.getString(1), row.getString(2)),
                row.getBoolean("usage"),
                row.getString("missing"),
                row.getBoolean("secured"),
                triggers == null ? "" : triggers);
    }
}
