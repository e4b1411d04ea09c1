package io.stageline.operator.doctor;

import io.stageline.changelog.TableId;
import io.stageline.database.Dialect;
import io.stageline.operator.doctor.MySqlExaminer.StagingView;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Examines production's server: can it be written, may we keep our state there, and does it take what staging takes?
final class MySqlProductionServer {
    private static final String SCHEMA = "stageline";
    private static final List<String> STATE =
            List.of("CREATE", "ALTER", "INDEX", "SELECT", "INSERT", "UPDATE", "DELETE");

    private final Facts facts;
    private final MySqlGrants grants;

    MySqlProductionServer(Facts facts, MySqlGrants grants) {
        this.facts = facts;
        this.grants = grants;
    }

    List<Finding> examine(MySqlSettings settings) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        if (settings.on("read_only") || settings.on("super_read_only")) {
            findings.add(
                    Finding.error(
                                    facts.id("read-only"),
                                    "production",
                                    "read_only or super_read_only is on: production takes no writes of ours. If it is a replica, point production.url at its source.")
                            .curedBy(
                                    "SET PERSIST super_read_only = OFF;\nSET PERSIST read_only = OFF"));
        }
        findings.add(state());
        return findings;
    }

    private Finding state() throws SQLException {
        List<String> missing = grants.missing(SCHEMA, STATE);
        String id = facts.id("state-schema");
        return missing.isEmpty()
                ? Finding.ok(
                        id,
                        "production",
                        "Run keeps its state in database stageline, and makes it.")
                : Finding.error(
                                id,
                                "production",
                                "Account %s may not make or use database stageline, where the checkpoint is kept: it lacks %s."
                                        .formatted(facts.role(), String.join(", ", missing)))
                        .curedBy(
                                "GRANT %s ON %s.* TO %s"
                                        .formatted(
                                                String.join(", ", missing), SCHEMA, facts.role()));
    }

    List<Finding> compare(StagingView staging, MySqlSettings settings) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        packet(staging.settings(), settings).ifPresent(findings::add);
        names(staging.settings(), settings).ifPresent(findings::add);
        Set<String> wanted = new TreeSet<>();
        for (TableId id : staging.selected().tables().keySet()) {
            wanted.add(id.schema());
        }
        findings.addAll(databases(wanted));
        String ours = Optional.ofNullable(facts.connection().getCatalog()).orElse("");
        if (!ours.isEmpty() && !wanted.isEmpty() && !wanted.contains(ours)) {
            findings.add(
                    Finding.warning(
                            facts.id("database-name"),
                            "production",
                            "production.url names database %s, but a table is published into the database of the same name as in staging: %s."
                                    .formatted(ours, String.join(", ", wanted))));
        }
        return findings;
    }

    private Optional<Finding> packet(MySqlSettings staging, MySqlSettings production) {
        long wanted = staging.number("max_allowed_packet");
        long held = production.number("max_allowed_packet");
        return held >= wanted
                ? Optional.empty()
                : Optional.of(
                        Finding.warning(
                                        facts.id("max-allowed-packet"),
                                        "production",
                                        "max_allowed_packet is %d MB, staging's %d MB: a row that staging takes may be too large for production."
                                                .formatted(held >> 20, wanted >> 20))
                                .curedBy("SET PERSIST max_allowed_packet = " + wanted));
    }

    private Optional<Finding> names(MySqlSettings staging, MySqlSettings production) {
        String wanted = staging.of("lower_case_table_names");
        String held = production.of("lower_case_table_names");
        return wanted.equals(held)
                ? Optional.empty()
                : Optional.of(
                        Finding.warning(
                                facts.id("table-names"),
                                "production",
                                "lower_case_table_names is %s in staging and %s in production: tables are found only where their names are written alike on both sides."
                                        .formatted(wanted, held)));
    }

    /// Of a database that our account may not see it cannot be said whether it is there.
    private List<Finding> databases(Set<String> wanted) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        List<String> there =
                facts.rows(
                        "SELECT schema_name FROM information_schema.schemata",
                        row -> row.getString(1));
        for (String schema : wanted) {
            boolean seen = grants.everywhere("SELECT") || grants.on(schema, "SELECT");
            if (seen && !there.contains(schema)) {
                findings.add(
                        Finding.error(
                                        facts.id("database-missing"),
                                        "production database " + schema,
                                        "Production has no such database; a table is published into the database of the same name as in staging.")
                                .curedBy(
                                        "CREATE DATABASE "
                                                + Dialect.of(facts.connection()).quote(schema)));
            }
        }
        return findings;
    }
}
