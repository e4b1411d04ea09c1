package io.stageline.publisher.hold;

import io.stageline.database.Column;
import io.stageline.database.ColumnType;
import io.stageline.database.Names;
import io.stageline.database.Table;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Rows that are there, from PostgreSQL.
record PostgresPresentRowsSql() implements PresentRowsSql {
    @Override
    public String statement(Table table, List<Column> key, List<Column> shown) {
        String arrays = key.stream().map(_ -> "?::text[]").collect(Collectors.joining(", "));
        String names =
                IntStream.range(0, key.size())
                        .mapToObj(i -> "k" + i)
                        .collect(Collectors.joining(", "));
        String conditions =
                IntStream.range(0, key.size())
                        .mapToObj(i -> equality(key.get(i), "k.k" + i))
                        .collect(Collectors.joining(" AND "));
        return "SELECT %s FROM unnest(%s) AS k(%s) JOIN %s AS p ON %s"
                .formatted(
                        shown.stream()
                                .map(PostgresPresentRowsSql::imageText)
                                .collect(Collectors.joining(", ")),
                        arrays,
                        names,
                        Names.quote(table.id()),
                        conditions);
    }

    /// Only of types whose text decides: they have an operator.
    private static String equality(Column column, String value) {
        ColumnType type = column.type();
        String typed =
                type.is("bytea")
                        ? "decode(" + value + ", 'base64')"
                        : "CAST(" + value + " AS " + Names.quote(type) + ")";
        return "p.%s %s %s"
                .formatted(Names.quote(column.name()), type.equality().orElse("="), typed);
    }

    /// As a row image tells it.
    private static String imageText(Column column) {
        String name = "p." + Names.quote(column.name());
        if (column.type().is("bytea")) {
            return "translate(encode(%s, 'base64'), E'\\n', '')".formatted(name);
        }
        return column.type().is("bool")
                ? "CASE WHEN %1$s THEN 'true' WHEN NOT %1$s THEN 'false' END".formatted(name)
                : name;
    }
}
