package io.stageline.pipeline;

import io.stageline.changelog.TableId;
import io.stageline.database.TableSelection;
import io.stageline.pipeline.TableContents.ComparedColumn;
import io.stageline.pipeline.TableContents.Row;
import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Staging and production, compared row by row over all selected tables.
final class DatabaseComparison {
    private static final int SHOWN_ROWS_MAX = 5;

    /// What makes equal values print equally.
    private static final String EXACT =
            """
            SET DateStyle = ISO; SET IntervalStyle = postgres; SET extra_float_digits = 3; SET bytea_output = hex;
            SET lc_monetary = 'C'; SET xmloption = content; SET TimeZone = 'UTC'; SET search_path = pg_catalog
            """;

    private static final String TABLES =
            """
            SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1, 2
            """;

    /// Object ids of user-defined types stand in the send form of arrays and composites and differ between servers; there
    /// (and where a type has no send form) the text must do.
    private static final String COLUMNS =
            """
            SELECT a.attname,
                   t.oid < 16384 AND t.typsend <> 0::regproc AND (e.oid IS NULL OR e.typsend <> 0::regproc)
            FROM pg_attribute a
            JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
            WHERE a.attrelid = format('%I.%I', ?::text, ?::text)::regclass AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """;

    private final Connection staging;
    private final Connection production;

    private DatabaseComparison(Connection staging, Connection production) {
        this.staging = staging;
        this.production = production;
    }

    /// What differs, in sentences; empty when every selected table of staging holds the same rows in production.
    static List<String> differences(
            RealDatabase staging, RealDatabase production, TableSelection tables) {
        return switch (staging) {
            case TestDatabase postgres -> ofPostgres(postgres, (TestDatabase) production, tables);
            case MySqlDatabase mySql ->
                    MySqlComparison.differences(mySql, (MySqlDatabase) production, tables);
        };
    }

    private static List<String> ofPostgres(
            TestDatabase staging, TestDatabase production, TableSelection tables) {
        try (Connection source = exact(staging);
                Connection target = exact(production)) {
            var comparison = new DatabaseComparison(source, target);
            List<String> differences = new ArrayList<>();
            for (TableId table : comparison.tables()) {
                if (tables.selects(table)) {
                    differences.addAll(comparison.compare(table));
                }
            }
            return differences;
        } catch (SQLException e) {
            throw new IllegalStateException("Staging and production cannot be compared", e);
        }
    }

    private static Connection exact(TestDatabase database) throws SQLException {
        Connection connection = database.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute(EXACT);
        }
        return connection;
    }

    private List<TableId> tables() throws SQLException {
        List<TableId> tables = new ArrayList<>();
        try (Statement statement = staging.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                tables.add(new TableId(rows.getString(1), rows.getString(2)));
            }
        }
        return tables;
    }

    private List<String> compare(TableId table) throws SQLException {
        List<ComparedColumn> columns = columns(table);
        TableContents here = TableContents.read(staging, table, columns);
        TableContents there = TableContents.read(production, table, columns);
        List<String> differences = new ArrayList<>();
        differences.addAll(describe(table, "only in staging", here.without(there), columns));
        differences.addAll(describe(table, "only in production", there.without(here), columns));
        if (!differences.isEmpty()) {
            differences.addFirst(
                    "%s: %d rows in staging, %d in production"
                            .formatted(table, here.rowCount(), there.rowCount()));
        }
        return differences;
    }

    private static List<String> describe(
            TableId table, String where, Map<Row, Integer> rows, List<ComparedColumn> columns) {
        List<String> lines = new ArrayList<>();
        rows.entrySet().stream()
                .limit(SHOWN_ROWS_MAX)
                .forEach(row ->
                        lines.add(
                                "%s %s, %d times: %s"
                                        .formatted(
                                                table,
                                                where,
                                                row.getValue(),
                                                TableContents.show(row.getKey(), columns))));
        if (rows.size() > SHOWN_ROWS_MAX) {
            lines.add("%s %s: %d more rows".formatted(table, where, rows.size() - SHOWN_ROWS_MAX));
        }
        return lines;
    }

    private List<ComparedColumn> columns(TableId table) throws SQLException {
        List<ComparedColumn> columns = new ArrayList<>();
        try (PreparedStatement statement = staging.prepareStatement(COLUMNS)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(new ComparedColumn(rows.getString(1), rows.getBoolean(2)));
                }
            }
        }
        return columns;
    }
}
