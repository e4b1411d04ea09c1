package io.stageline.publisher.hold;

import io.stageline.database.Column;
import io.stageline.database.Dialect;
import io.stageline.database.MySqlText;
import io.stageline.database.Table;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Rows that are there, from MySQL.
record MySqlPresentRowsSql(Dialect dialect) implements PresentRowsSql {
    private static final String TEXT =
            "k%1$d longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin PATH '$[%1$d]' ERROR ON ERROR";

    @Override
    public String statement(Table table, List<Column> key, List<Column> shown) {
        return "SELECT %s FROM JSON_TABLE(?, '$[*]' COLUMNS (%s)) AS k STRAIGHT_JOIN %s ON %s"
                .formatted(
                        shown.stream()
                                .map(column -> MySqlText.textOf(column, name(column)))
                                .collect(Collectors.joining(", ")),
                        IntStream.range(0, key.size())
                                .mapToObj(TEXT::formatted)
                                .collect(Collectors.joining(", ")),
                        dialect.quote(table.id()) + " AS p" + index(table, key),
                        IntStream.range(0, key.size())
                                .mapToObj(i -> equality(key.get(i), "k.k" + i))
                                .collect(Collectors.joining(" AND ")));
    }

    /// That of the row key: by statistics of a table that was empty a moment ago, the server would read all of it for each row.
    private String index(Table table, List<Column> key) {
        Set<String> names = key.stream().map(Column::name).collect(Collectors.toSet());
        return table.uniqueKeys().stream()
                .filter(it -> it.plain() && Set.copyOf(it.columns()).equals(names))
                .findFirst()
                .map(it -> " FORCE INDEX (" + dialect.quote(it.name()) + ")")
                .orElse("");
    }

    private String equality(Column column, String text) {
        return name(column) + " = " + MySqlText.comparedWith(column, text);
    }

    private String name(Column column) {
        return "p." + dialect.quote(column.name());
    }
}
