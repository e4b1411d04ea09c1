package io.stageline.capture.tail.mysql;

import io.stageline.capture.tail.Readiness;
import io.stageline.changelog.MySqlPosition;
import io.stageline.changelog.PostgresLsn;
import io.stageline.changelog.SourcePosition;
import io.stageline.changelog.SourceServer;
import io.stageline.changelog.TableId;
import io.stageline.changelog.topic.ResumePoint;
import io.stageline.database.TableSelection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides whether staging's binlog tells everything behind the change log's end, and tells it by rows.
final class BinlogGuard {
    private static final String START_ANEW =
            "Bring production up to date with a compare or a copy, then start with a new pipeline name.";
    private static final String SETTINGS =
            """
            SELECT @@server_uuid AS server, @@log_bin AS log_bin, @@GLOBAL.binlog_format AS format,
                   @@GLOBAL.binlog_row_metadata AS metadata, @@GLOBAL.binlog_row_value_options AS options
            """;

    /// Tables that know no transactions, and texts that cannot be read without loss.
    private static final String TABLES =
            """
            SELECT t.table_schema, t.table_name, t.engine, c.column_name, c.character_set_name, s.maxlen
              FROM information_schema.tables t
              LEFT JOIN information_schema.columns c USING (table_schema, table_name)
              LEFT JOIN information_schema.character_sets s ON s.character_set_name = c.character_set_name
             WHERE t.table_type = 'BASE TABLE'
               AND t.table_schema NOT IN ('mysql', 'sys', 'performance_schema', 'information_schema')
               AND (t.engine <> 'InnoDB' OR s.maxlen > 1)
             ORDER BY t.table_schema, t.table_name, c.ordinal_position
            """;

    private final Connection connection;
    private final TableSelection selection;

    BinlogGuard(Connection connection, TableSelection selection) {
        this.connection = connection;
        this.selection = selection;
    }

    private record Settings(
            String server, boolean logging, String format, String metadata, String options) {}

    /// @param at where the change log ends; without a position nothing was captured yet
    /// @param before whose log was captured up to there, if that is known
    Readiness check(ResumePoint at, Optional<SourceServer> before) throws SQLException {
        if (connection.getMetaData().getDatabaseProductVersion().contains("MariaDB")) {
            return new Readiness.Refused("Staging is MariaDB, whose binlog is not read yet.");
        }
        Settings settings = settings();
        List<String> findings = new ArrayList<>(findings(settings));
        findings.addAll(tables());
        if (!findings.isEmpty()) {
            return new Readiness.Refused(String.join("\n", findings));
        }
        var server = new SourceServer(settings.server, 0);
        Optional<SourcePosition> position = at.position();
        if (position.isEmpty()) {
            return new Readiness.Ready(BinlogStatus.end(connection), server);
        }
        if (before.isPresent() && !before.get().id().equals(server.id())) {
            return new Readiness.Refused(anotherServer(server, before.get()));
        }
        return switch (position.get()) {
            case PostgresLsn _ ->
                    new Readiness.Refused(
                            "The change log was captured from PostgreSQL, staging is MySQL. Start with a new pipeline name.");
            case MySqlPosition from -> behind(from, at, server);
        };
    }

    private Readiness behind(MySqlPosition from, ResumePoint at, SourceServer server)
            throws SQLException {
        Map<String, Long> files = BinlogStatus.files(connection);
        Long length = files.get(from.file());
        if (length == null) {
            return new Readiness.Refused(
                    ("Staging has purged %s from its binlog, but the change log ends there, at %s (%s): what staging committed since"
                                    + " then is lost to the change log. Keep binlog files longer (binlog_expire_logs_seconds). %s")
                            .formatted(
                                    from.file(), from.place().text(), at.sequence(), START_ANEW));
        }
        if (length < from.offset()
                || (!from.gtids().isEmpty() && !BinlogStatus.has(connection, from.gtids()))) {
            return new Readiness.Refused(
                    ("Staging's binlog lacks what was captured from it: the change log ends at %s (%s). Staging was set back (a restored"
                                    + " backup, or RESET BINARY LOGS AND GTIDS). %s")
                            .formatted(from.place().text(), at.sequence(), START_ANEW));
        }
        return new Readiness.Ready(from, server);
    }

    private Settings settings() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SETTINGS)) {
            row.next();
            return new Settings(
                    text(row, "server"),
                    row.getBoolean("log_bin"),
                    text(row, "format"),
                    text(row, "metadata"),
                    text(row, "options"));
        }
    }

    private static List<String> findings(Settings settings) {
        List<String> findings = new ArrayList<>();
        if (!settings.logging) {
            findings.add("Staging writes no binlog. Start it with log_bin.");
        }
        if (!settings.format.equals("ROW")) {
            findings.add(
                    "Staging logs statements instead of rows. SET PERSIST binlog_format = ROW, and reconnect the sessions.");
        }
        if (!settings.metadata.equals("FULL")) {
            findings.add(
                    "Staging's binlog does not tell the columns' names. SET PERSIST binlog_row_metadata = FULL.");
        }
        if (settings.options.contains("PARTIAL_JSON")) {
            findings.add(
                    "Staging logs JSON values in part. SET PERSIST binlog_row_value_options = '', and reconnect the sessions.");
        }
        return findings;
    }

    private List<String> tables() throws SQLException {
        List<String> findings = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TABLES)) {
            while (row.next()) {
                var table = new TableId(row.getString(1), row.getString(2));
                if (selection.selects(table)) {
                    finding(table, row)
                            .filter(found -> !findings.contains(found))
                            .ifPresent(findings::add);
                }
            }
        }
        return findings;
    }

    private static Optional<String> finding(TableId table, ResultSet row) throws SQLException {
        String engine = text(row, "engine");
        if (!engine.equals("InnoDB")) {
            return Optional.of(
                    "Table %s has the engine %s, which knows no transactions. ALTER TABLE … ENGINE = InnoDB, or put it under tables.exclude."
                            .formatted(table, engine));
        }
        return CharacterSets.isReadable(text(row, "character_set_name"), row.getInt("maxlen"))
                ? Optional.empty()
                : Optional.of(CharacterSets.refusal(table, text(row, "column_name")));
    }

    private static String anotherServer(SourceServer server, SourceServer before) {
        return ("Staging is another server than the one the change log was captured from: its server_uuid is %s, not %s, and places in"
                        + " the binlogs of the two mean different things. Point staging.url at the old server. %s")
                .formatted(server.id(), before.id(), START_ANEW);
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String value = row.getString(column);
        return value == null ? "" : value;
    }
}
