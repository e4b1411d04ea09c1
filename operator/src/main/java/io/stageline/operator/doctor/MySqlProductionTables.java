package io.stageline.operator.doctor;

import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import io.stageline.database.Dialect;
import io.stageline.database.Table;
import io.stageline.operator.doctor.MySqlExaminer.StagingView;
import io.stageline.operator.doctor.MySqlStructure.Definition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Compares production's tables with the selected ones of staging, and examines what our account may do with them.
final class MySqlProductionTables {
    private static final List<String> WRITING = List.of("SELECT", "INSERT", "UPDATE", "DELETE");

    private static final String ENGINES =
            "SELECT table_schema, table_name, engine FROM information_schema.tables WHERE table_type = 'BASE TABLE'";
    private static final String TRIGGERS =
            """
            SELECT event_object_schema, event_object_table, group_concat(trigger_name ORDER BY trigger_name SEPARATOR ', ')
              FROM information_schema.triggers GROUP BY event_object_schema, event_object_table
            """;

    private final Facts facts;
    private final MySqlGrants grants;
    private final StagingView staging;

    MySqlProductionTables(Facts facts, MySqlGrants grants, StagingView staging) {
        this.facts = facts;
        this.grants = grants;
        this.staging = staging;
    }

    List<Finding> examine(Catalogue mirrored, MySqlStructure structure) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        Map<TableId, String> engines = named(ENGINES);
        Map<TableId, String> triggers = named(TRIGGERS);
        for (TableId id : new TreeSet<>(staging.selected().tables().keySet())) {
            List<String> missing = grants.missing(id, WRITING);
            if (!missing.isEmpty()) {
                findings.add(granted(id, missing));
            }
            Optional<Table> present = mirrored.table(id);
            if (present.isPresent()) {
                engine(id, engines).ifPresent(findings::add);
                findings.addAll(compare(id, present.get(), structure));
            } else if (!missing.contains("SELECT")) {
                findings.add(missing(id));
            }
            Optional.ofNullable(triggers.get(id))
                    .ifPresent(names -> findings.add(fires(id, names)));
        }
        boolean fits = findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
        if (fits && !mirrored.tables().isEmpty()) {
            findings.add(
                    Finding.ok(
                            facts.id("tables"),
                            "production",
                            "Production has all %d tables with their columns."
                                    .formatted(mirrored.tables().size())));
        }
        return findings;
    }

    private Map<TableId, String> named(String sql) throws SQLException {
        Map<TableId, String> named = new HashMap<>();
        facts.rows(
                sql,
                (ResultSet row) ->
                        named.put(
                                new TableId(row.getString(1), row.getString(2)),
                                String.valueOf(row.getString(3))));
        return named;
    }

    private List<Finding> compare(TableId id, Table present, MySqlStructure structure)
            throws SQLException {
        Optional<Definition> wanted = staging.structure().table(id);
        Optional<Definition> held = structure.table(id);
        if (wanted.isEmpty() || held.isEmpty()) {
            return List.of(); // not readable, which is another finding
        }
        Table table = staging.selected().table(id).orElseThrow();
        String alter = "ALTER TABLE " + dialect().quote(id);
        List<Finding> findings = new ArrayList<>();
        findings.addAll(
                new MySqlColumnComparison(dialect(), alter, wanted.get(), held.get())
                        .compare(table, present));
        findings.addAll(
                new MySqlKeyComparison(dialect(), alter, staging.selected())
                        .compare(present, wanted.get(), held.get()));
        return findings;
    }

    private Finding granted(TableId id, List<String> missing) throws SQLException {
        return Finding.error(
                        facts.id("grants"),
                        "production " + id,
                        "Account %s lacks %s on the table."
                                .formatted(facts.role(), String.join(", ", missing)))
                .curedBy(
                        "GRANT %s ON %s.* TO %s"
                                .formatted(
                                        String.join(", ", missing),
                                        dialect().quote(id.schema()),
                                        facts.role()));
    }

    private Finding missing(TableId id) {
        Finding finding =
                Finding.error(
                        facts.id("table-missing"),
                        "production " + id,
                        "Production has no such table (or it is a view). Create it as staging has it, or leave it out under tables.exclude.");
        return staging.structure().table(id).map(it -> finding.curedBy(create(it))).orElse(finding);
    }

    /// A parent may be missing, too.
    private static String create(Definition table) {
        return table.keys(MySqlStructure.Kind.FOREIGN).isEmpty()
                ? table.statement()
                : "SET foreign_key_checks = 0;\n"
                        + table.statement()
                        + ";\nSET foreign_key_checks = 1";
    }

    private Optional<Finding> engine(TableId id, Map<TableId, String> engines) throws SQLException {
        String engine = engines.getOrDefault(id, "InnoDB");
        return engine.equals("InnoDB")
                ? Optional.empty()
                : Optional.of(
                        Finding.error(
                                        facts.id("engine"),
                                        "production " + id,
                                        "Its engine %s knows no transactions: what is published could not be taken back."
                                                .formatted(engine))
                                .curedBy(
                                        "ALTER TABLE %s ENGINE = InnoDB"
                                                .formatted(dialect().quote(id))));
    }

    private Finding fires(TableId id, String names) {
        return Finding.info(
                facts.id("triggers"),
                "production " + id,
                "Triggers %s fire for published rows too; what they change differs from staging."
                        .formatted(names));
    }

    private Dialect dialect() throws SQLException {
        return Dialect.of(facts.connection());
    }
}
