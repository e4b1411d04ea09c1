package io.stageline.capture.tail;

import io.stageline.capture.SlotNames;
import io.stageline.changelog.TableId;
import io.stageline.database.Names;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The PostgreSQL publications of a pipeline. Makes its own and adds tables that were selected since; an operator's
/// publication is used as it is. A table whose updates staging cannot log goes to a second publication of inserts only:
/// in the first it would make staging refuse the editors' updates.
final class Publications {
    private static final Logger log = LoggerFactory.getLogger(Publications.class);
    private static final String OURS = "made by Stageline";

    private static final String FIND =
            """
            SELECT coalesce(obj_description(oid, 'pg_publication'), '') FROM pg_publication WHERE pubname = ?
            """;
    private static final String TABLES =
            "SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = ?";

    private final Connection connection;
    private final SlotNames names;

    Publications(Connection connection, SlotNames names) {
        this.connection = connection;
        this.names = names;
    }

    /// Makes or completes the publications.
    ///
    /// @return what pgoutput is asked for: quoted names, separated by commas
    String ensure(List<StagingTable> selected) throws SQLException {
        if (isOfAnOperator()) {
            warnOfMissing(selected);
        }
        return complete(selected);
    }

    /// As [#ensure], without a word on what is missing in an operator's publication.
    String complete(List<StagingTable> selected) throws SQLException {
        if (isOfAnOperator()) {
            return Names.quote(names.publication());
        }
        ensure(
                names.publication(),
                "insert, update, delete, truncate",
                tables(selected, StagingTable.Form.WHOLE));
        Set<TableId> insertsOnly = tables(selected, StagingTable.Form.INSERTS_ONLY);
        if (insertsOnly.isEmpty() && description(names.insertsPublication()).isEmpty()) {
            return Names.quote(names.publication());
        }
        ensure(names.insertsPublication(), "insert, truncate", insertsOnly);
        return Names.list(List.of(names.publication(), names.insertsPublication()));
    }

    private boolean isOfAnOperator() throws SQLException {
        return description(names.publication()).filter(text -> !text.equals(OURS)).isPresent();
    }

    private static Set<TableId> tables(List<StagingTable> selected, StagingTable.Form form) {
        Set<TableId> tables = new HashSet<>();
        selected.stream()
                .filter(table -> table.form() == form)
                .forEach(table -> tables.add(table.id()));
        return tables;
    }

    private void ensure(String name, String operations, Set<TableId> wanted) throws SQLException {
        boolean fresh = description(name).isEmpty();
        if (fresh) {
            execute(
                    "CREATE PUBLICATION %s WITH (publish = '%s', publish_via_partition_root = true)"
                            .formatted(Names.quote(name), operations));
            execute("COMMENT ON PUBLICATION %s IS '%s'".formatted(Names.quote(name), OURS));
            log.atInfo().addKeyValue("publication", name).log("Created the PostgreSQL publication");
        }
        Set<TableId> present = published(name);
        for (TableId table : wanted) {
            if (!present.contains(table)) {
                execute(
                        "ALTER PUBLICATION %s ADD TABLE %s"
                                .formatted(Names.quote(name), Names.quote(table)));
                log.atInfo()
                        .addKeyValue("publication", name)
                        .addKeyValue("table", table)
                        .log(
                                "Added a table to the PostgreSQL publication; changes from now on are captured");
                if (!fresh) {
                    warnOfRows(table);
                }
            }
        }
        for (TableId table : present) {
            if (!wanted.contains(table)) {
                execute(
                        "ALTER PUBLICATION %s DROP TABLE %s"
                                .formatted(Names.quote(name), Names.quote(table)));
                log.atInfo()
                        .addKeyValue("publication", name)
                        .addKeyValue("table", table)
                        .log("Took a table out of the PostgreSQL publication");
            }
        }
    }

    /// What was committed before the joining is not in staging's log for us, and nobody may take it for captured. A pipeline
    /// begins with equal databases; here only some of them knew the table.
    private void warnOfRows(TableId table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT EXISTS (SELECT FROM %s)".formatted(Names.quote(table)))) {
            if (row.next() && row.getBoolean(1)) {
                log.atWarn()
                        .addKeyValue("table", table)
                        .log(
                                "The table has rows from before it joined the PostgreSQL publication: they are not in the change log. Unless production has them, copy them there");
            }
        }
    }

    private void warnOfMissing(List<StagingTable> selected) throws SQLException {
        Set<TableId> present = published(names.publication());
        for (StagingTable table : selected) {
            if (!present.contains(table.id())) {
                log.atWarn()
                        .addKeyValue("publication", names.publication())
                        .addKeyValue("table", table.id())
                        .log(
                                "A selected table is not in the given PostgreSQL publication: its changes are not captured");
            }
        }
    }

    private Optional<String> description(String publication) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, publication);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    private Set<TableId> published(String publication) throws SQLException {
        Set<TableId> tables = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            statement.setString(1, publication);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tables.add(new TableId(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return tables;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
