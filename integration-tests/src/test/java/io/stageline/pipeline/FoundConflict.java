package io.stageline.pipeline;

import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.RealDatabase;
import io.stageline.testing.TestDatabase;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A row of `stageline.conflict`, as an operator reads it.
record FoundConflict(
        long id,
        long sequence,
        String type,
        String table,
        Optional<String> constraint,
        String key,
        String sentence) {

    static FoundConflict open(RealDatabase production) {
        List<List<@Nullable String>> rows =
                production.query(
                        """
                        SELECT id, sequence, type, concat(table_schema, '.', table_name), constraint_name, row_key, sentence
                        FROM stageline.conflict WHERE resolved_at IS NULL
                        """);
        if (rows.size() != 1) {
            throw new AssertionError("One open conflict is expected, found " + rows);
        }
        List<@Nullable String> row = rows.getFirst();
        return new FoundConflict(
                Long.parseLong(String.valueOf(row.get(0))),
                Long.parseLong(String.valueOf(row.get(1))),
                String.valueOf(row.get(2)),
                String.valueOf(row.get(3)),
                Optional.ofNullable(row.get(4)),
                String.valueOf(row.get(5)),
                String.valueOf(row.get(6)));
    }

    /// A column of the row key.
    String keyValue(RealDatabase production, String column) {
        String path =
                switch (production) {
                    case TestDatabase _ -> column;
                    case MySqlDatabase _ -> "$." + column;
                };
        return production.value(
                "SELECT row_key ->> '%s' FROM stageline.conflict WHERE id = %d"
                        .formatted(path.replace("'", "''"), id));
    }

    boolean resolved(RealDatabase production) {
        return production
                .value("SELECT count(resolved_at) FROM stageline.conflict WHERE id = " + id)
                .equals("1");
    }
}
