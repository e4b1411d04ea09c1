package io.stageline.benchmarks.compare;

import io.stageline.benchmarks.site.BenchDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Both databases table by table: the number of rows, and a checksum over all rows in the order of their keys.
public sealed interface Comparison {
    record Equal(long rows) implements Comparison {}

    /// @param tables which differ, with both numbers of rows
    record Different(List<String> tables) implements Comparison {}

    static Comparison of(BenchDatabase staging, BenchDatabase production) throws SQLException {
        Map<String, Content> wanted = contents(staging);
        Map<String, Content> found = contents(production);
        var different = new ArrayList<String>();
        wanted.forEach((table, content) -> {
            Content other = found.getOrDefault(table, new Content(-1, ""));
            if (!content.equals(other)) {
                different.add(
                        "%s (%,d rows in staging, %,d in production)"
                                .formatted(table, content.rows(), other.rows()));
            }
        });
        return different.isEmpty()
                ? new Equal(wanted.values().stream().mapToLong(Content::rows).sum())
                : new Different(List.copyOf(different));
    }

    /// What a table holds.
    record Content(long rows, String checksum) {}

    private static Map<String, Content> contents(BenchDatabase database) throws SQLException {
        var contents = new TreeMap<String, Content>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET timezone = 'UTC'; SET work_mem = '256MB'");
            for (Map.Entry<String, String> table : keys(statement).entrySet()) {
                try (ResultSet row =
                        statement.executeQuery(query(table.getKey(), table.getValue()))) {
                    row.next();
                    contents.put(
                            table.getKey(),
                            new Content(row.getLong(1), String.valueOf(row.getString(2))));
                }
            }
        }
        return contents;
    }

    private static String query(String table, String key) {
        return "SELECT count(*), md5(string_agg(hashtextextended(t::text, 0)::text, ',' ORDER BY %s)) FROM %s t"
                .formatted(key, table);
    }

    /// The tables and the columns of their primary keys.
    private static Map<String, String> keys(Statement statement) throws SQLException {
        var keys = new TreeMap<String, String>();
        try (ResultSet rows =
                statement.executeQuery(
                        """
                        SELECT indrelid::regclass::text, string_agg(quote_ident(attname), ', ' ORDER BY attnum)
                        FROM pg_index
                        JOIN pg_class ON pg_class.oid = indrelid AND relnamespace = 'public'::regnamespace
                        JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
                        WHERE indisprimary
                        GROUP BY indrelid
                        """)) {
            while (rows.next()) {
                keys.put(rows.getString(1), rows.getString(2));
            }
        }
        return keys;
    }
}
