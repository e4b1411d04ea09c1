package io.stageline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.testing.RealDatabase;
import java.util.ArrayList;
import java.util.List;

/// Compares tables of two databases row by row.
final class Rows {
    private Rows() {}

    static void assertEqual(RealDatabase staging, RealDatabase production, List<String> tables) {
        for (String table : tables) {
            if (!digest(staging, table).equals(digest(production, table))) {
                List<String> wanted = rows(staging, table);
                List<String> found = rows(production, table);
                assertThat(without(wanted, found)).describedAs("missing in " + table).isEmpty();
                assertThat(without(found, wanted)).describedAs("too many in " + table).isEmpty();
            }
        }
    }

    private static String digest(RealDatabase database, String table) {
        return database.value(
                switch (database.kind()) {
                    case POSTGRES ->
                            """
                            SELECT count(*) || ' rows ' || coalesce(md5(string_agg(md5(found::text), '' ORDER BY found::text COLLATE "C")), '')
                            FROM %s found
                            """
                                    .formatted(table);
                    case MYSQL ->
                            """
                            SELECT concat_ws(' ', count(*), 'rows', sum(CAST(conv(left(hash, 16), 16, 10) AS UNSIGNED)), sum(CAST(conv(right(hash, 16), 16, 10) AS UNSIGNED)))
                            FROM (SELECT sha2(%s, 256) AS hash FROM %s) found
                            """
                                    .formatted(mySqlRow(database, table), table);
                });
    }

    /// Each row as one text.
    private static List<String> rows(RealDatabase database, String table) {
        String row =
                switch (database.kind()) {
                    case POSTGRES -> "found::text";
                    case MYSQL -> mySqlRow(database, table);
                };
        return database.query("SELECT %s FROM %s found ORDER BY 1".formatted(row, table)).stream()
                .map(one -> String.valueOf(one.getFirst()))
                .toList();
    }

    private static String mySqlRow(RealDatabase database, String table) {
        return database.value(
                "SELECT concat('concat_ws('','', ', group_concat('quote(`', column_name, '`)' ORDER BY ordinal_position), ')') FROM information_schema.columns WHERE table_schema = database() AND table_name = '%s'"
                        .formatted(table));
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
