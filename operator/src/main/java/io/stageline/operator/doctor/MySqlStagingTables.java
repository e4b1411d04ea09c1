package io.stageline.operator.doctor;

import io.stageline.capture.tail.mysql.MySqlTail;
import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import io.stageline.database.Dialect;
import io.stageline.database.ForeignKey;
import io.stageline.database.ForeignKey.Action;
import io.stageline.database.Table;
import io.stageline.database.TableSelection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Examines the selected tables of staging: can all their changes be captured, and kept as they are?
final class MySqlStagingTables {
    private static final String TABLES =
            """
            SELECT table_schema, table_name, table_type, engine FROM information_schema.tables
             WHERE table_schema NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
             ORDER BY table_schema, table_name
            """;

    private static final String COLUMNS =
            """
            SELECT c.table_schema, c.table_name, c.column_name, c.data_type, c.column_type, c.character_set_name, s.maxlen
              FROM information_schema.columns c
              LEFT JOIN information_schema.character_sets s ON s.character_set_name = c.character_set_name
             WHERE c.table_schema NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
               AND (c.data_type IN ('json', 'enum') OR c.character_set_name IS NOT NULL)
             ORDER BY c.table_schema, c.table_name, c.ordinal_position
            """;

    private final Facts facts;
    private final MySqlGrants grants;
    private final TableSelection selection;
    private final MySqlSettings settings;

    MySqlStagingTables(
            Facts facts, MySqlGrants grants, TableSelection selection, MySqlSettings settings) {
        this.facts = facts;
        this.grants = grants;
        this.selection = selection;
        this.settings = settings;
    }

    private record Relation(TableId id, boolean view, String engine) {}

    private record Text(
            TableId table, String column, String type, String written, String charset, int width) {}

    List<Finding> examine(Catalogue selected) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (Relation relation : facts.rows(TABLES, MySqlStagingTables::relation)) {
            if (selection.selects(relation.id)) {
                kind(relation).ifPresent(findings::add);
            }
        }
        findings.addAll(texts(selected));
        for (Table table : new TreeMap<>(selected.tables()).values()) {
            keyless(table).ifPresent(findings::add);
            findings.addAll(unseenActions(table));
        }
        findings.addAll(unreadable(selected));
        findings.add(all(selected));
        return findings;
    }

    private Finding all(Catalogue selected) {
        return selected.tables().isEmpty()
                ? Finding.error(
                        facts.id("tables"),
                        "staging",
                        "No table is selected by tables.include %s and tables.exclude %s, or none of them may be seen."
                                .formatted(selection.include(), selection.exclude()))
                : Finding.ok(
                        facts.id("tables"),
                        "staging",
                        "%d tables are selected.".formatted(selected.tables().size()));
    }

    private Optional<Finding> kind(Relation relation) throws SQLException {
        String subject = "staging " + relation.id;
        if (relation.view) {
            return Optional.of(
                    Finding.info(
                            facts.id("not-capturable"),
                            subject,
                            "A view has no changes of its own; it is not published."));
        }
        return relation.engine.equals("InnoDB")
                ? Optional.empty()
                : Optional.of(
                        Finding.error(
                                        facts.id("engine"),
                                        subject,
                                        "Its engine %s knows no transactions. Change it, or put the table under tables.exclude."
                                                .formatted(relation.engine))
                                .curedBy(alter(relation.id) + " ENGINE = InnoDB"));
    }

    /// Texts that cannot be read without loss, and values that are not exact in production.
    private List<Finding> texts(Catalogue selected) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        Set<TableId> foreign = new TreeSet<>();
        Set<TableId> documents = new TreeSet<>();
        for (Text text : facts.rows(COLUMNS, MySqlStagingTables::text)) {
            if (selected.table(text.table).isEmpty()) {
                continue;
            }
            if (!text.charset.isEmpty() && !MySqlTail.reads(text.charset, text.width)) {
                foreign.add(text.table);
            }
            if (text.type.equals("json")) {
                documents.add(text.table);
            }
            if (text.type.equals("enum") && text.written.matches("enum\\((?:.*,)?''(?:,.*)?\\)")) {
                findings.add(
                        Finding.warning(
                                facts.id("enum"),
                                "staging %s.%s".formatted(text.table, text.column),
                                "It has the empty text among its members: the number 0, which MySQL stores for what is no member, is taken for it."));
            }
        }
        for (TableId table : foreign) {
            findings.add(
                    Finding.error(
                                    facts.id("charset"),
                                    "staging " + table,
                                    "It has columns in a character set that cannot be read without loss. Convert them, or put the table under tables.exclude.")
                            .curedBy(alter(table) + " CONVERT TO CHARACTER SET utf8mb4"));
        }
        if (!documents.isEmpty()) {
            findings.add(
                    Finding.info(
                            facts.id("json"),
                            "staging",
                            "JSON documents of %s are published as they are printed: a DECIMAL, date or time inside one becomes a number or a text."
                                    .formatted(Shown.of(documents))));
        }
        return findings;
    }

    private Optional<Finding> keyless(Table table) {
        return table.primaryKey().isPresent()
                ? Optional.empty()
                : Optional.of(
                        Finding.warning(
                                facts.id("primary-key"),
                                "staging " + table.id(),
                                "Without a primary key a row is found in production by all its values, which is slow, and rows that are equal cannot be told apart. Add a primary key on both sides."));
    }

    /// Older servers do not log what an action does to a child: production's own action does it, if the parent is published.
    private List<Finding> unseenActions(Table table) {
        return settings.logsActions()
                ? List.of()
                : table.foreignKeys().stream()
                        .filter(MySqlStagingTables::acts)
                        .filter(key -> !selection.selects(key.parent()))
                        .map(key -> unseen(table.id(), key))
                        .toList();
    }

    private static boolean acts(ForeignKey key) {
        return key.onDelete() != Action.REFUSE || key.onUpdate() != Action.REFUSE;
    }

    private Finding unseen(TableId table, ForeignKey key) {
        return Finding.error(
                        facts.id("unseen-actions"),
                        "staging " + table,
                        "Its rows go or change with those of %s (foreign key %s), and this server does not log that. Publish the parent too, or drop the action."
                                .formatted(key.parent(), key.name()))
                .curedBy("tables.include: " + key.parent());
    }

    private List<Finding> unreadable(Catalogue selected) throws SQLException {
        Set<String> schemas = new TreeSet<>();
        for (TableId id : selected.tables().keySet()) {
            if (!grants.on(id, "SELECT")) {
                schemas.add(id.schema());
            }
        }
        for (String pattern : selection.include()) {
            String schema = pattern.substring(0, pattern.indexOf('.'));
            if (!schema.contains("*") && !grants.on(schema, "SELECT")) {
                schemas.add(schema);
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (String schema : schemas) {
            findings.add(
                    Finding.warning(
                                    facts.id("select"),
                                    "staging database " + schema,
                                    "Account %s may not read all of it: publishing works, but tables it may not read are not examined or not even seen here, and comparing and copying would not work."
                                            .formatted(facts.role()))
                            .curedBy(
                                    "GRANT SELECT ON %s.* TO %s"
                                            .formatted(dialect().quote(schema), facts.role())));
        }
        return findings;
    }

    private String alter(TableId table) throws SQLException {
        return "ALTER TABLE " + dialect().quote(table);
    }

    private Dialect dialect() throws SQLException {
        return Dialect.of(facts.connection());
    }

    private static Relation relation(ResultSet row) throws SQLException {
        String engine = row.getString(4);
        return new Relation(
                new TableId(row.getString(1), row.getString(2)),
                !"BASE TABLE".equals(row.getString(3)),
                engine == null ? "" : engine);
    }

    private static Text text(ResultSet row) throws SQLException {
        String charset = row.getString(6);
        return new Text(
                new TableId(row.getString(1), row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                charset == null ? "" : charset,
                row.getInt(7));
    }
}
