package io.stageline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;

/// Compares tables of two databases row by row.
final class Rows {
    private Rows() {}

    static void assertEqual(TestDatabase staging, TestDatabase production, List<String> tables) {
        for (String table : tables) {
            if (!digest(staging, table).equals(digest(production, table))) {
                List<String> wanted = rows(staging, table);
                List<String> found = rows(production, table);
                assertThat(without(wanted, found)).describedAs("missing in " + table).isEmpty();
                assertThat(without(found, wanted)).describedAs("too many in " + table).isEmpty();
            }
        }
    }

    private static String digest(TestDatabase database, String table) {
        return database.value(
                """
                SELECT count(*) || ' rows ' || coalesce(md5(string_agg(md5(row::text), '' ORDER BY row::text COLLATE "C")), '')
                FROM %s row
                """
                        .formatted(table));
    }

    private static List<String> rows(TestDatabase database, String table) {
        return database.query("SELECT row::text FROM %s row ORDER BY 1".formatted(table)).stream()
                .map(row -> String.valueOf(row.getFirst()))
                .toList();
    }

    /// The rows of a list that another lacks, one for one: rows may be there several times.
    private static List<String> without(List<String> rows, List<String> others) {
        var left = new java.util.HashMap<String, Integer>();
        others.forEach(row -> left.merge(row, 1, Integer::sum));
        var missing = new ArrayList<String>();
        for (String row : rows) {
            if (left.merge(row, -1, Integer::sum) < 0) {
                missing.add(row);
            }
        }
        return missing;
    }
}
