package io.stageline.database;

import io.stageline.changelog.TableId;
import io.stageline.configuration.Default;
import io.stageline.configuration.Doc;
import io.stageline.configuration.Require;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which tables are published. A pattern is `schema.table` with `*` for any run of characters; exclusion wins. The schema
/// `stageline` and PostgreSQL's own schemas are never selected.
public record TableSelection(
        @Doc("Tables to publish: `schema.table`, `*` stands for any run of characters.")
                @Default("public.*")
                List<String> include,
        @Doc("Tables to leave out, in the same form; wins over include.") @Default("")
                List<String> exclude) {
    public TableSelection {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        Require.notEmpty("include", include);
        include.forEach(pattern ->
                Require.matches("include", pattern, "[^.]+\\..+", "a pattern like public.*"));
        exclude.forEach(pattern ->
                Require.matches("exclude", pattern, "[^.]+\\..+", "a pattern like public.orders"));
    }

    public boolean selects(TableId table) {
        return !isOurs(table) && matches(include, table) && !matches(exclude, table);
    }

    private static boolean isOurs(TableId table) {
        return table.schema().equals("stageline")
                || table.schema().equals("information_schema")
                || table.schema().startsWith("pg_");
    }

    private static boolean matches(List<String> patterns, TableId table) {
        return patterns.stream()
                .anyMatch(pattern -> glob(pattern).matcher(table.toString()).matches());
    }

    private static Pattern glob(String pattern) {
        String regex =
                Arrays.stream(pattern.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL);
    }
}
