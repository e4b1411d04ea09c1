package io.stageline.operator.demo;

import io.stageline.changelog.TableId;
import io.stageline.database.Catalogue;
import io.stageline.database.CatalogueReader;
import io.stageline.database.Column;
import io.stageline.database.Database;
import io.stageline.database.Dialect;
import io.stageline.database.MySqlText;
import io.stageline.database.Table;
import io.stageline.database.TableSelection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Whether staging and production hold the same rows, every column of every row as text. Holds a table at a time in memory: it
/// is made for the demo's size.
///
/// @param rows rows of staging, all tables together
/// @param differences what only one of the two has, each with its table
public record Comparison(int tables, long rows, List<String> differences) {
    private static final int DIFFERENCES_MAX = 20;

    public Comparison {
        differences = List.copyOf(differences);
    }

    public boolean equal() {
        return differences.isEmpty();
    }

    /// Compares when nobody edits and everything is published.
    public static Comparison of(Database staging, Database production, TableSelection selection)
            throws SQLException {
        List<String> differences = new ArrayList<>();
        long rows = 0;
        int tables = 0;
        try (Connection left = staging.open();
                Connection right = production.open()) {
            Catalogue catalogue = CatalogueReader.read(left, selection);
            for (Table table : catalogue.tables().values()) {
                Map<String, Integer> surplus = new HashMap<>();
                rows += count(left, table, surplus, 1);
                count(right, table, surplus, -1);
                tables++;
                note(table.id(), surplus, differences);
            }
        }
        return new Comparison(tables, rows, differences);
    }

    private static long count(
            Connection connection, Table table, Map<String, Integer> surplus, int step)
            throws SQLException {
        Dialect dialect = Dialect.of(connection);
        String sql = dialect.choose(postgres(dialect, table), mySql(dialect, table));
        long rows = 0;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                surplus.merge(row.getString(1), step, Integer::sum);
                rows++;
            }
        }
        return rows;
    }

    private static String postgres(Dialect dialect, Table table) {
        String columns =
                table.columns().stream()
                        .map(Column::name)
                        .map(dialect::quote)
                        .collect(Collectors.joining(", "));
        return "SELECT ROW(" + columns + ")::text FROM " + dialect.quote(table.id());
    }

    private static String mySql(Dialect dialect, Table table) {
        String columns =
                table.columns().stream()
                        .map(column -> MySqlText.textOf(column, dialect.quote(column.name())))
                        .collect(Collectors.joining("), quote(", "quote(", ")"));
        return "SELECT concat_ws(', ', " + columns + ") FROM " + dialect.quote(table.id());
    }

    private static void note(
            TableId table, Map<String, Integer> surplus, List<String> differences) {
        surplus.forEach((row, count) -> {
            if (count != 0 && differences.size() < DIFFERENCES_MAX) {
                differences.add(
                        "%s: only in %s: %s"
                                .formatted(table, count > 0 ? "staging" : "production", row));
            }
        });
    }
}
