package io.stageline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.stageline.testing.RealDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Queries with the rows they must give: a statement ending with `;`, then a line `--> a | b` for each row.
record ExpectedRows(List<Query> queries) {
    private static final String ROW = "-->";

    record Query(String sql, List<String> rows) {}

    static ExpectedRows parse(String text) {
        List<Query> queries = new ArrayList<>();
        var sql = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (line.startsWith(ROW)) {
                queries.getLast().rows().add(line.substring(ROW.length()).strip());
            } else if (!line.isBlank()) {
                sql.append(line).append('\n');
                if (line.stripTrailing().endsWith(";")) {
                    queries.add(new Query(sql.toString(), new ArrayList<>()));
                    sql.setLength(0);
                }
            }
        }
        return new ExpectedRows(queries);
    }

    void check(RealDatabase database) {
        for (Query query : queries) {
            List<String> found =
                    database.query(query.sql()).stream().map(ExpectedRows::shown).toList();
            assertThat(found).as(query.sql()).isEqualTo(query.rows());
        }
    }

    private static String shown(List<@Nullable String> row) {
        return row.stream()
                .map(value -> value == null ? "NULL" : value)
                .collect(Collectors.joining(" | "));
    }
}
