package io.stageline.pipeline;

import io.stageline.changelog.TableId;
import io.stageline.database.TableSelection;
import io.stageline.testing.MySqlDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Two MySQL databases of one name, compared row by row over all selected tables. Every column as the bytes of what MySQL prints, and as
/// what its printed form may hide.
final class MySqlComparison {
    private static final int SHOWN_ROWS_MAX = 5;

    private static final String EXACT =
            "SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', sql_select_limit = DEFAULT, group_concat_max_len = 1000000";

    private static final String TABLES =
            "SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema = database() ORDER BY 1";

    private static final String COLUMNS =
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = database() AND table_name = ? ORDER BY column_name";

    private MySqlComparison() {}

    static List<String> differences(
            MySqlDatabase staging, MySqlDatabase production, TableSelection tables) {
        try (Connection here = staging.connect();
                Connection there = production.connect();
                Statement statement = here.createStatement();
                Statement other = there.createStatement()) {
            statement.execute(EXACT);
            other.execute(EXACT);
            List<String> differences = new ArrayList<>();
            for (String table : first(statement.executeQuery(TABLES))) {
                var id = new TableId(staging.name(), table);
                if (tables.selects(id)) {
                    String sql = query(here, table);
                    differences.addAll(compare(id, rows(statement, sql), rows(other, sql)));
                }
            }
            return differences;
        } catch (SQLException e) {
            throw new IllegalStateException("Staging and production cannot be compared", e);
        }
    }

    private static List<String> first(ResultSet rows) throws SQLException {
        try (rows) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private static String query(Connection connection, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String name = quoted(rows.getString(1));
                    columns.add(
                            "concat('%s=', coalesce(%s, 'NULL'))"
                                    .formatted(
                                            rows.getString(1)
                                                    .replace("\\", "\\\\")
                                                    .replace("'", "''"),
                                            shown(rows.getString(2), name)));
                }
            }
        }
        return "SELECT concat_ws(', ', %s) FROM %s"
                .formatted(String.join(", ", columns), quoted(table));
    }

    private static String shown(String type, String name) {
        return switch (type) {
            case "float", "double" -> "concat(%1$s, ' ', CAST(%1$s AS DOUBLE))".formatted(name);
            case "enum", "set" -> "concat(%1$s, ' ', %1$s + 0)".formatted(name);
            case "json" -> "concat(json_type(%1$s), ' ', %1$s)".formatted(name);
            case "bit", "year" -> "concat(%s + 0)".formatted(name);
            case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" ->
                    "concat(%1$s, ' ', hex(%1$s))".formatted(name);
            case "tinyint", "smallint", "mediumint", "int", "bigint", "decimal" ->
                    "concat(%s)".formatted(name);
            case "date", "time", "datetime", "timestamp" -> "concat(%s)".formatted(name);
            default -> "hex(%s)".formatted(name); // bytes, geometry, vector
        };
    }

    private static String quoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    private static Map<String, Integer> rows(Statement statement, String sql) throws SQLException {
        Map<String, Integer> rows = new HashMap<>();
        first(statement.executeQuery(sql)).forEach(row -> rows.merge(row, 1, Integer::sum));
        return rows;
    }

    private static List<String> compare(
            TableId table, Map<String, Integer> here, Map<String, Integer> there) {
        List<String> differences = new ArrayList<>();
        differences.addAll(surplus(table + " only in staging", here, there));
        differences.addAll(surplus(table + " only in production", there, here));
        return differences;
    }

    private static List<String> surplus(
            String where, Map<String, Integer> rows, Map<String, Integer> others) {
        List<String> lines = new ArrayList<>();
        rows.forEach((row, count) -> {
            int more = count - others.getOrDefault(row, 0);
            if (more > 0) {
                lines.add("%s, %d times: (%s)".formatted(where, more, row));
            }
        });
        if (lines.size() > SHOWN_ROWS_MAX) {
            int more = lines.size() - SHOWN_ROWS_MAX;
            lines.subList(SHOWN_ROWS_MAX, lines.size()).clear();
            lines.add(where + ": " + more + " more rows");
        }
        return lines;
    }
}
