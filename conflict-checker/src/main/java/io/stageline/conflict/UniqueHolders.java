package io.stageline.conflict;

import io.stageline.changelog.TableId;
import io.stageline.conflict.Conflict.Violation;
import io.stageline.conflict.Rules.Unique;
import io.stageline.database.Table;
import io.stageline.database.UniqueKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Finds the production rows that hold the unique values a change wants: for every unique key at once, with its own
/// expressions, predicate and operators as the catalogue prints them.
final class UniqueHolders {
    /// More than one row can only be in the way of an exclusion constraint.
    private static final int MOST_HOLDERS = 100;

    private final Connection connection;
    private final Table table;

    /// A unique key with the rows that hold what the change wants.
    record Taken(UniqueKey key, boolean exclusion, List<Map<String, @Nullable String>> holders) {
        Violation violation(TableId table) {
            return new Violation(
                    exclusion ? Violation.Kind.EXCLUSION : Violation.Kind.UNIQUE,
                    Optional.of(key.name()),
                    table,
                    key.columns(),
                    holders.size());
        }
    }

    UniqueHolders(Connection connection, Table table) {
        this.connection = connection;
        this.table = table;
    }

    /// @param candidate the row as it shall be; keys that read a column not among these are passed over
    /// @param itself the key of the row that is changed, which stands in nobody's way; empty for an insert
    /// @param refusing the constraint production named: one of a single partition is searched only if it is this
    /// @param due which keys must hold at this moment
    List<Taken> of(
            Map<String, @Nullable String> candidate,
            Map<String, @Nullable String> itself,
            Optional<String> refusing,
            Predicate<UniqueKey> due)
            throws SQLException {
        List<Taken> taken = new ArrayList<>();
        for (Unique unique : Rules.of(connection).uniqueKeys(table)) {
            boolean here =
                    unique.on().equals(table.id())
                            || refusing.filter(unique.key().name()::equals).isPresent();
            if (here
                    && due.test(unique.key())
                    && candidate.keySet().containsAll(unique.key().columns())) {
                List<Map<String, @Nullable String>> holders = holders(unique, candidate, itself);
                if (!holders.isEmpty()) {
                    taken.add(new Taken(unique.key(), unique.exclusion(), holders));
                }
            }
        }
        return taken;
    }

    private List<Map<String, @Nullable String>> holders(
            Unique unique,
            Map<String, @Nullable String> candidate,
            Map<String, @Nullable String> itself)
            throws SQLException {
        var rows = new ProductionRows(connection);
        Map<String, @Nullable String> read = new LinkedHashMap<>();
        unique.key().columns().forEach(column -> read.put(column, candidate.get(column)));
        String where = unique.predicate().map(" WHERE "::concat).orElse("");
        String notItself =
                itself.isEmpty() ? "" : " AND NOT (" + rows.condition(table, "held", itself) + ")";
        String sql =
                """
                WITH wanted AS (SELECT %s FROM %s%s)
                SELECT %s FROM (SELECT %s, %s FROM %s%s) held CROSS JOIN wanted WHERE %s%s LIMIT %d
                """
                        .formatted(
                                parts(rows, unique),
                                rows.given(table, read),
                                where,
                                rows.selectList(table, "held"),
                                columns(rows),
                                parts(rows, unique),
                                rows.quote(unique.on()),
                                where,
                                collision(rows, unique),
                                notItself,
                                MOST_HOLDERS);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int next = rows.bind(statement, 1, read);
            rows.bind(statement, next, itself);
            return rows.read(table.columns(), statement);
        }
    }

    private String columns(ProductionRows rows) {
        return table.columns().stream()
                .map(column -> rows.quote(column.name()))
                .collect(Collectors.joining(", "));
    }

    private static String parts(ProductionRows rows, Unique unique) {
        return IntStream.range(0, unique.parts().size())
                .mapToObj(i -> "(" + unique.parts().get(i).value() + ") AS " + part(rows, i))
                .collect(Collectors.joining(", "));
    }

    private static String collision(ProductionRows rows, Unique unique) {
        return IntStream.range(0, unique.parts().size())
                .mapToObj(i ->
                        unique.parts()
                                .get(i)
                                .collision()
                                .apply("held." + part(rows, i), "wanted." + part(rows, i)))
                .collect(Collectors.joining(" AND "));
    }

    private static String part(ProductionRows rows, int place) {
        return rows.quote("stageline part " + place);
    }
}
